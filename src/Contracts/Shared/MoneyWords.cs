using System.Globalization;

namespace Marketplace.Contracts.Shared;

/// <summary>Amounts as people read them, the same on pages, in mails and in messages of the API.</summary>
public static class MoneyWords
{
    private static readonly NumberFormatInfo Indian = new() { NumberGroupSizes = [3, 2] };
    private static readonly NumberFormatInfo Western = new() { NumberGroupSizes = [3] };

    /// <summary>"₹1,24,350.50", "₹480", "−₹125".</summary>
    /// <param name="alwaysDecimals">Decimals also where they are zero, so that a column lines up.</param>
    public static string Of(decimal amount, string currency, bool alwaysDecimals = false)
    {
        var digits = DecimalsOf(currency);
        var rounded = decimal.Round(amount, digits, MidpointRounding.ToEven);
        var shown = alwaysDecimals || rounded != decimal.Truncate(rounded) ? digits : 0;
        var number = decimal.Abs(rounded).ToString("#,0" + (shown == 0 ? "" : "." + new string('0', shown)), Grouping(currency));
        return (rounded < 0 ? "−" : "") + Symbol(currency) + number;
    }

    public static NumberFormatInfo Grouping(string currency) => currency is "INR" or "NPR" or "PKR" or "BDT" ? Indian : Western;

    /// <summary>"₹", or the code and a space where there is no sign that everybody knows.</summary>
    public static string Symbol(string currency) => currency switch
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
