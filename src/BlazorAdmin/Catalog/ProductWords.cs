using System.Globalization;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>States and numbers of products as the portal says and reads them.</summary>
internal static class ProductWords
{
    public static (Tone Tone, string Text) State(VendorProductItem product) => product switch
    {
        { State: ProductStates.Draft } => (Tone.Neutral, "Draft"),
        { IsActive: false } => (Tone.Neutral, "Paused"),
        { OnHand: var onHand, Reserved: var reserved } when onHand - reserved <= 0 => (Tone.Danger, "Sold out"),
        { IsLow: true } => (Tone.Live, "Low"),
        _ => (Tone.Success, "On sale"),
    };

    public static string Variant(IReadOnlyDictionary<string, string> options) => string.Join(", ", options.Values);

    public static string Movement(string reason) => reason switch
    {
        "SOLD" or "COMMITTED" => "Sold",
        "RESERVED" => "Reserved by an order",
        "RELEASED" => "Order cancelled or expired",
        "COUNTED" or "SET" => "Counted",
        "IMPORTED" => "Imported",
        "RETURNED" => "Came back",
        "INITIAL" or "CREATED" => "First count",
        _ => Orders.OrderWords.Plain(reason),
    };

    /// <summary>Reads a price as people type it: "1249", "1,249.00", "₹ 1,249". Null, with the reason, when it is not one.</summary>
    public static decimal? ReadPrice(string? text, out string? error)
    {
        var typed = (text ?? "").Trim().Replace(MoneyWords.Symbol(Words.Currency).Trim(), "", StringComparison.OrdinalIgnoreCase).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        error = typed.Count(c => c == '.') > 1 ? "Use one point: 1249.00" : null;
        if (error is not null)
        {
            return null;
        }

        if (!decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price))
        {
            error = typed.Length == 0 ? "Say a price" : "Only digits and one point: 1249.00";
            return null;
        }

        error = price switch
        {
            <= 0 => "More than 0",
            > 10_000_000 => "At most " + Words.Money(10_000_000, Words.Currency),
            _ when decimal.Round(price, 2) != price => "Two digits after the point at most",
            _ => null,
        };
        return error is null ? price : null;
    }

    /// <summary>Reads a number of units. Null, with the reason, when it is not one.</summary>
    public static int? ReadCount(string? text, out string? error)
    {
        var typed = (text ?? "").Trim().Replace(",", "", StringComparison.Ordinal);
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000)
        {
            error = null;
            return count;
        }

        error = typed.Length == 0 ? "Say a number" : "A whole number from 0 to 10,00,000";
        return null;
    }

    public static string Typed(decimal price) => price.ToString("0.##", CultureInfo.InvariantCulture);
}
