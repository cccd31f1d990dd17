using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Orders;

/// <summary>What a shop earned by one part of an order, or by many. It says what is due to the shop and moves no money.</summary>
/// <param name="Sales">All goods, also those whose price went back.</param>
/// <param name="Refunds">The price of goods that were given up: cancelled, brought back or lost.</param>
/// <param name="Tax">On the goods that were kept; the shop owes it to the tax office.</param>
/// <param name="TaxOnTop">What of the tax the shopper paid beside the prices; nothing where prices include it.</param>
/// <param name="Delivery">What shoppers paid for delivery; it goes to the rider and the platform.</param>
/// <param name="Commission">At the rate that was agreed when the order was placed, of the goods that were kept.</param>
public readonly record struct Earning(Money Sales, Money Refunds, Money Tax, Money TaxOnTop, Money Delivery, Money Commission)
{
    public Money Net => Sales - Refunds + TaxOnTop - Commission;

    public static Earning None(string currency) => Money.Zero(currency) is var zero ? new(zero, zero, zero, zero, zero, zero) : default;

    public static Earning GivenBack(Money goods) => None(goods.Currency) with { Sales = goods, Refunds = goods };

    public static Earning operator +(Earning one, Earning other) => new(
        one.Sales + other.Sales, one.Refunds + other.Refunds, one.Tax + other.Tax, one.TaxOnTop + other.TaxOnTop, one.Delivery + other.Delivery, one.Commission + other.Commission);
}
