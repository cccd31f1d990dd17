using System.Globalization;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorShared.Design;

public static partial class Words
{
    private static readonly NumberFormatInfo Indian = new() { NumberGroupSizes = [3, 2] };
    private static readonly NumberFormatInfo Western = new() { NumberGroupSizes = [3] };

    /// <summary>"₹1,24,350.50", "₹480", "−₹125": decimals only where they are not zero.</summary>
    public static string Money(MoneyDto money) => Money(money.Amount, money.Currency, alwaysDecimals: false);

    public static string Money(decimal amount, string currency) => Money(amount, currency, alwaysDecimals: false);

    /// <summary>The same with decimals always, so that a column lines up.</summary>
    public static string Ledger(MoneyDto money) => Money(money.Amount, money.Currency, alwaysDecimals: true);

    /// <summary>A fee as a shopper reads it: "Free" when it is nothing.</summary>
    public static string Fee(MoneyDto money) => money.Amount == 0 ? "Free" : Money(money);

    /// <summary>How much of the old price the new one saves, in whole percent rounded down; null when it saves nothing to speak of.</summary>
    public static int? PercentOff(decimal now, decimal? was) =>
        was is { } old && old > now && (int)Math.Floor((old - now) * 100 / old) is > 0 and var percent ? percent : null;

    private static string Money(decimal amount, string currency, bool alwaysDecimals)
    {
        var digits = DecimalsOf(currency);
        var rounded = decimal.Round(amount, digits, MidpointRounding.ToEven);
        var shown = alwaysDecimals || rounded != decimal.Truncate(rounded) ? digits : 0;
        return Signed(rounded, n => Symbol(currency) + n.ToString("#,0" + (shown == 0 ? "" : "." + new string('0', shown)), Grouping(currency)));
    }

    private static NumberFormatInfo Grouping(string currency) => currency is "INR" or "NPR" or "PKR" or "BDT" ? Indian : Western;

    private static string Symbol(string currency) => currency switch
    {
        "INR" => "₹",
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" => "¥",
        _ => currency + "\u00a0",
    };

    private static int DecimalsOf(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "UGX" => 0,
        "KWD" or "BHD" or "OMR" or "JOD" or "TND" or "IQD" => 3,
        _ => 2,
    };
}
