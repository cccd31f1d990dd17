using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Orders;

public static class FulfilmentMethods
{
    /// <summary>A rider brings it.</summary>
    public const string Delivery = "DELIVERY";

    /// <summary>The shopper collects it at the shop.</summary>
    public const string Pickup = "PICKUP";
}

/// <summary>How to pay. Everything but <see cref="Cash"/> goes through the gateway's hosted page.</summary>
public static class PaymentMethods
{
    /// <summary>In cash, at the door or the counter.</summary>
    public const string Cash = "CASH_ON_DELIVERY";

    /// <summary>By UPI, on the gateway's page.</summary>
    public const string Upi = "UPI";

    /// <summary>By card, on the gateway's page.</summary>
    public const string Card = "CARD";

    /// <summary>From a wallet, on the gateway's page.</summary>
    public const string Wallet = "WALLET";
}

/// <param name="VendorId">Whose part of the cart it is about.</param>
/// <param name="Method">One of <see cref="FulfilmentMethods"/>.</param>
public sealed record FulfilmentChoice(Guid VendorId, string Method);

/// <param name="Address">Null while the shopper has not said where to; delivery is then not quoted.</param>
/// <param name="Choices">Shops that are not named are delivered if that is possible, otherwise collected.</param>
public sealed record QuoteRequest(AddressDto? Address, IReadOnlyList<FulfilmentChoice> Choices);

/// <param name="Method">Of <see cref="FulfilmentMethods"/>.</param>
/// <param name="Reason">Why it is not available, for a person.</param>
/// <param name="Fee">For bringing it; 0 for collecting.</param>
/// <param name="From">Earliest arrival (delivery) or the time from which it can be collected.</param>
/// <param name="To">The latest arrival; for collecting, until when it is kept.</param>
/// <param name="Explanation">How the fee comes about: "₹20 and ₹6 for each of 1.8 km".</param>
public sealed record FulfilmentOption(
    string Method, bool IsAvailable, string? Reason, MoneyDto Fee, DateTimeOffset From, DateTimeOffset To, double? DistanceKm, string Explanation);

/// <param name="Total">For all units.</param>
public sealed record QuoteLine(
    Guid VariantId, string ProductSlug, string Name, string? VariantText, ImageDto? Image, int Quantity, MoneyDto UnitPrice, MoneyDto Total,
    decimal TaxRate, MoneyDto Tax);

/// <param name="Options">How it can come to the shopper.</param>
/// <param name="ChosenMethod">Of <see cref="FulfilmentMethods"/>: how it is quoted here.</param>
/// <param name="TaxRegion">The name of the region whose rates count: of the address when it is delivered, of the shop when it is collected.</param>
public sealed record VendorQuote(
    VendorChip Vendor, IReadOnlyList<QuoteLine> Lines, IReadOnlyList<FulfilmentOption> Options, string ChosenMethod,
    MoneyDto Goods, MoneyDto Delivery, MoneyDto PlatformFee, MoneyDto Tax, MoneyDto Total, string TaxRegion);

/// <param name="Method">Of <see cref="PaymentMethods"/>.</param>
/// <param name="Reason">Why it cannot be used for this cart, for a person.</param>
public sealed record PaymentMethodOption(string Method, string Name, bool IsAvailable, string? Reason);

/// <summary>What the cart costs as it stands. Nothing is reserved yet.</summary>
/// <param name="Vendors">Shop by shop.</param>
/// <param name="Tax">Included in <c>Goods</c> and <c>Delivery</c> when <c>PriceIncludesTax</c>, otherwise on top of them.</param>
/// <param name="PaymentMethods">How it can be paid.</param>
/// <param name="LinesLeftOut">Lines of the cart that cannot be ordered now and are not in the quote.</param>
/// <param name="Fingerprint">Sent back with the order; when anything that costs has changed, the order is refused with a new quote.</param>
/// <param name="IsTaxEstimated">Where something is delivered to is not known yet, so the tax is the one of the store's usual region.</param>
public sealed record QuoteDto(
    IReadOnlyList<VendorQuote> Vendors, MoneyDto Goods, MoneyDto Delivery, MoneyDto PlatformFee, MoneyDto Tax, MoneyDto Total,
    bool PriceIncludesTax, IReadOnlyList<PaymentMethodOption> PaymentMethods, int LinesLeftOut, string Fingerprint,
    bool IsTaxEstimated);

public sealed record ContactDto(string Name, string Email, string Phone);

/// <param name="Contact">Whom the shops and riders call.</param>
/// <param name="Address">Where to bring it; null when everything is collected.</param>
/// <param name="Choices">How each shop's part comes to the shopper, as it was quoted.</param>
/// <param name="PaymentMethod">One of <see cref="PaymentMethods"/>.</param>
/// <param name="VendorNotes">Vendor id to a note for that shop, up to 300 characters each.</param>
/// <param name="Fingerprint">From the quote: with other prices now the order is refused (409).</param>
/// <param name="GiftMessage">What the shops write on a card, up to 300 characters; null when it is no gift.</param>
/// <param name="TermsVersion">Of the terms of use that the shopper was shown and orders under; kept with the order. Refused when another version holds now.</param>
public sealed record PlaceOrderRequest(
    ContactDto Contact, AddressDto? Address, IReadOnlyList<FulfilmentChoice> Choices, string PaymentMethod,
    IReadOnlyDictionary<Guid, string>? VendorNotes, string Fingerprint, string? GiftMessage = null, int? TermsVersion = null);

/// <param name="OrderId">The order's id. Addresses have its number.</param>
/// <param name="AccessToken">A guest's key to the order, beside its number. Null for a signed-in user.</param>
/// <param name="State">Of <see cref="OrderStates"/>: <c>PENDING</c> waits for the payment.</param>
/// <param name="PaymentUrl">Where to send the browser to pay; null when nothing is paid now.</param>
public sealed record PlacedOrder(Guid OrderId, string Number, string? AccessToken, string State, string? PaymentUrl);

/// <summary>From the caller's cart to an order.</summary>
public sealed class CheckoutClient(HttpClient http)
{
    public Task<QuoteDto> QuoteAsync(QuoteRequest request, CancellationToken ct = default) => http.PostAsync<QuoteDto>("api/v1/checkout/quote", request, ct);

    /// <param name="idempotencyKey">The same key never places a second order; make one per checkout page.</param>
    public Task<PlacedOrder> PlaceOrderAsync(PlaceOrderRequest request, string idempotencyKey, CancellationToken ct = default) =>
        http.PostAsync<PlacedOrder>("api/v1/orders", request, ct, idempotencyKey);
}
