using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>Orders as checkout would place them, without the way there.</summary>
internal static class SampleOrders
{
    public static Order Place(UserId? customer, string? token, DateTimeOffset now, PaymentMethod method = PaymentMethod.Upi, params VendorId[] vendors) =>
        Place(customer, token, now, method, FulfilmentMethod.Delivery, vendors);

    public static Order Place(UserId? customer, string? token, DateTimeOffset now, PaymentMethod method, FulfilmentMethod fulfilment, params VendorId[] vendors) =>
        Place(customer, token, now, method, fulfilment, true, vendors);

    public static Order Place(UserId? customer, string? token, DateTimeOffset now, PaymentMethod method, bool includesTax, VendorId vendor) =>
        Place(customer, token, now, method, FulfilmentMethod.Delivery, includesTax, [vendor]);

    private static Order Place(UserId? customer, string? token, DateTimeOffset now, PaymentMethod method, FulfilmentMethod fulfilment, bool includesTax, VendorId[] vendors) => Order.Place(
        new(Secrets.NewOrderNumber(), customer, Secrets.Hash(token), new("Meera <Iyer>", "meera@example.org", "+91 98400 00000"), Address, includesTax, method, TimeSpan.FromMinutes(15),
            [.. (vendors.Length == 0 ? [VendorId.New()] : vendors).Select((v, i) => Part(v, i, fulfilment, now))]),
        now);

    private static AddressSnapshot Address { get; } = new("Meera Iyer", "+91 98400 00000", "12 Lighthouse Road", null, "Tarapet", "IN-TN", "600001", "IN", new(12.91, 80.24), null);

    private static PartDraft Part(VendorId vendor, int index, FulfilmentMethod fulfilment, DateTimeOffset now) => new(
        vendor, index == 0 ? "Lotus & Leaf" : $"Shop {index + 1}", $"shop-{index + 1}", index + 1, "1 Market Street", new(12.912, 80.242), fulfilment,
        [new(ProductId.New(), VariantId.New(), $"SKU-{index}", "fern", "Boston fern", "Large", null, 2, Inr(250), 5, "Tamil Nadu")],
        Inr(26), Inr(26), Inr(5), 18, 10, 2.1, now.AddMinutes(30), now.AddMinutes(45), "1234", "4321", null);

    private static Money Inr(decimal amount) => new(amount, "INR");
}
