using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>Orders as checkout would place them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Any number of shops, lines, rates and fees, with tax in the price or on top.</summary>
    public static Gen<Order> Orders => Properties.Currency.SelectMany(currency => Part(currency).ListOf(1, 4).SelectMany(parts =>
        Gen.Elements(true, false).SelectMany(isIncluded => Gen.Elements(PaymentMethod.Upi, PaymentMethod.CashOnDelivery).Select(method => Place(parts, method, isIncluded)))));

    public static Order Order(int shops = 1, PaymentMethod method = PaymentMethod.Upi, FulfilmentMethod fulfilment = FulfilmentMethod.Delivery) => Place(
        [.. Enumerable.Range(1, shops).Select(i => Draft("INR", fulfilment, [Line(new(100 * i, "INR"), 2, 18)], new(26, "INR"), new(5, "INR"), 18, 10))], method, isIncluded: true);

    private static Order Place(IReadOnlyList<PartDraft> parts, PaymentMethod method, bool isIncluded) => Marketplace.Domain.Orders.Order.Place(
        new("MK-7F3K-9QTD", null, null, new("Meera Iyer", "meera@example.org", "+91 98400 00000"), null, isIncluded, method, TimeSpan.FromMinutes(15), parts), Now);

    private static Gen<PartDraft> Part(string currency) =>
        (from price in Properties.Amount(currency) from quantity in Gen.Choose(1, 20) from rate in Properties.Rate select Line(price, quantity, rate)).ListOf(1, 5).SelectMany(lines =>
            from delivery in Properties.Amount(currency)
            from fee in Properties.Amount(currency)
            from rate in Properties.Rate
            from commission in Properties.Rate
            select Draft(currency, FulfilmentMethod.Delivery, lines, delivery, fee, rate, commission));

    private static PartDraft Draft(
        string currency, FulfilmentMethod fulfilment, IReadOnlyList<LineDraft> lines, Money delivery, Money fee, decimal feesRate, decimal commission) => new(
        VendorId.New(), "Lotus & Leaf", "lotus", 3, "1 Market Street", new(12.91, 80.24), fulfilment, lines, delivery, Money.Zero(currency), fee, feesRate, commission, 2.1,
        Now.AddMinutes(30), Now.AddMinutes(45), "1234", "4321", null);

    private static LineDraft Line(Money price, int quantity, decimal rate) =>
        new(ProductId.New(), VariantId.New(), "SKU", "fern", "Boston fern", "Large", null, quantity, price, rate, "Tamil Nadu");
}
