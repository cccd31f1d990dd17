using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorShared.Design;

public static partial class Words
{
    /// <summary>"₹1,24,350.50", "₹480", "−₹125": decimals only where they are not zero.</summary>
    public static string Money(MoneyDto money) => MoneyWords.Of(money.Amount, money.Currency);

    public static string Money(decimal amount, string currency) => MoneyWords.Of(amount, currency);

    /// <summary>The same with decimals always, so that a column lines up.</summary>
    public static string Ledger(MoneyDto money) => MoneyWords.Of(money.Amount, money.Currency, alwaysDecimals: true);

    /// <summary>A fee as a shopper reads it: "Free" when it is nothing.</summary>
    public static string Fee(MoneyDto money) => money.Amount == 0 ? "Free" : Money(money);

    /// <summary>How much of the old price the new one saves, in whole percent rounded down; null when it saves nothing to speak of.</summary>
    public static int? PercentOff(decimal now, decimal? was) =>
        was is { } old && old > now && (int)Math.Floor((old - now) * 100 / old) is > 0 and var percent ? percent : null;
}
