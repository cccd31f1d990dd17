using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Orders;

/// <summary>
/// The tax in, or on top of, one amount. Tax is calculated and rounded per line (half to even, to the currency's minor unit);
/// the tax of a part or an order is the sum of its lines' taxes and is never calculated again from a total.
/// </summary>
public static class Tax
{
    /// <param name="rate">Percent, 0 to 100.</param>
    /// <param name="isIncluded">True: the amount contains the tax, so tax = amount × rate / (100 + rate). False: tax = amount × rate / 100.</param>
    public static Money Of(Money amount, decimal rate, bool isIncluded) => rate is < 0 or > 100
        ? throw new ArgumentOutOfRangeException(nameof(rate), rate, "A tax rate is 0 to 100 percent.")
        : (amount with { Amount = isIncluded ? amount.Amount * rate / (100 + rate) : amount.Amount * rate / 100 }).Rounded();
}
