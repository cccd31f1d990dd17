using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Carts;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Orders;

/// <summary>A cart, priced: what the shopper sees and what the order will be made of are the same thing.</summary>
internal sealed record Quote(QuoteDto Dto, IReadOnlyList<PartDraft> Parts, MarketplaceSettings Rules, IReadOnlyList<PaymentMethodOption> PaymentMethods);

/// <summary>Works out what a cart costs: goods, delivery by distance, the platform's fee and tax, per shop and altogether.</summary>
public sealed class Quotes(IMarketplaceDb db, CartViews carts, ISettings settings, MediaUrls media, TimeProvider clock) : IUseCasePart
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public async Task<Result<QuoteDto>> HandleAsync(CartOwner owner, QuoteRequest request, CancellationToken ct)
    {
        var quote = await QuoteAsync(await carts.FindAsync(owner, ct), request.Address, request.Choices, null, ct);
        return quote.IsSuccess ? quote.Value.Dto : quote.Error;
    }

    internal async Task<Result<Quote>> QuoteAsync(
        Cart? cart, AddressDto? address, IReadOnlyList<FulfilmentChoice> choices, IReadOnlyDictionary<Guid, string>? notes, CancellationToken ct)
    {
        var rules = await settings.GetAsync(ct);
        var now = clock.GetUtcNow();
        var destination = address?.Position.ToPosition();
        var isTaxEstimated = false;
        CartItem[] items = cart is null ? [] : [.. cart.Items.Where(i => !i.IsSaved).OrderBy(i => i.AddedAt)];
        var offers = await db.OffersAsync([.. items.Select(i => i.VariantId)], ct);
        var lines = items.Where(i => offers.TryGetValue(i.VariantId, out var o) && carts.ProblemOf(i.Quantity, o, now) is null)
            .Select(i => (Item: i, Offer: offers[i.VariantId])).ToArray();
        if (lines.Length == 0)
        {
            return CheckoutErrors.NothingToBuy;
        }

        var shops = lines.GroupBy(l => l.Offer.Vendor.Id).Select(g => (g.First().Offer.Vendor, Lines: g.ToArray(), Goods: g.Aggregate(Money.Zero(rules.Currency), (sum, l) => sum + l.Offer.Price * l.Item.Quantity))).ToArray();
        var fees = new Money(rules.PlatformFee, rules.Currency).Split([.. shops.Select(s => s.Goods.Amount)]);
        List<(PartDraft Draft, IReadOnlyList<FulfilmentOption> Options)> parts = [];
        foreach (var (shop, fee) in shops.Zip(fees))
        {
            var options = Options(shop.Vendor, shop.Goods, destination, rules, now);
            var wanted = choices.FirstOrDefault(c => c.VendorId == shop.Vendor.Id.Value)?.Method;
            var chosen = options.FirstOrDefault(o => o.Method == wanted && o.IsAvailable) ?? options.FirstOrDefault(o => o.IsAvailable) ?? options[0];
            var isDelivery = chosen.Method == FulfilmentMethods.Delivery;
            // Delivered, it is taxed where it arrives; collected, where the shop is.
            var region = rules.TaxRegionOf(isDelivery ? address?.ToTaxPlace() : shop.Vendor.ToTaxPlace());
            isTaxEstimated |= address is null && (isDelivery || (wanted != FulfilmentMethods.Pickup && shop.Vendor.OffersDelivery));
            var full = isDelivery && chosen.DistanceKm is { } km ? new Money(rules.Tariff.FeeFor(km), rules.Currency) : Money.Zero(rules.Currency);
            parts.Add((new(
                shop.Vendor.Id, shop.Vendor.Name, shop.Vendor.Slug, shop.Vendor.Hue, shop.Vendor.Street, shop.Vendor.Position,
                isDelivery ? FulfilmentMethod.Delivery : FulfilmentMethod.Pickup,
                [.. shop.Lines.Select(l => new LineDraft(
                    l.Offer.ProductId, l.Offer.VariantId, l.Offer.Sku, l.Offer.ProductSlug, l.Offer.Name, l.Offer.VariantText, l.Offer.ImageId, l.Item.Quantity, l.Offer.Price,
                    rules.TaxRateOf(l.Offer.TaxClass, region), region.Name))],
                new(chosen.Fee.Amount, chosen.Fee.Currency), full.Percent(rules.RiderSharePercent), fee, rules.TaxRateOf(TaxClass.Fees, region), shop.Vendor.CommissionPercent,
                chosen.DistanceKm, chosen.From, chosen.To, Secrets.NewPin(), Secrets.NewPin(), notes?.GetValueOrDefault(shop.Vendor.Id.Value)), options));
        }

        // The order itself does the sums, so that what is shown is what will be charged.
        var sample = Order.Place(Draft([.. parts.Select(p => p.Draft)], rules), now);
        var methods = Methods(sample, rules);
        var leftOut = items.Length - lines.Length;
        return new Quote(
            new(
                [.. parts.Zip(sample.Parts, (p, part) => Show(p.Draft, p.Options, part))],
                sample.Goods.ToDto(), sample.Delivery.ToDto(), sample.PlatformFee.ToDto(), sample.Tax.ToDto(), sample.Total.ToDto(),
                rules.PriceIncludesTax, methods, leftOut, Fingerprint(sample, leftOut), isTaxEstimated),
            [.. parts.Select(p => p.Draft)], rules, methods);
    }

    private static OrderDraft Draft(IReadOnlyList<PartDraft> parts, MarketplaceSettings rules) => new(
        "", null, null, new("", "", ""), null, rules.PriceIncludesTax, PaymentMethod.CashOnDelivery, rules.PaymentTime, parts);

    private static List<FulfilmentOption> Options(Vendor vendor, Money goods, Position? destination, MarketplaceSettings rules, DateTimeOffset now)
    {
        List<FulfilmentOption> options = [];
        var ready = now + TimeSpan.FromMinutes(vendor.PreparationMinutes);
        var zero = Money.Zero(rules.Currency).ToDto();
        if (vendor.OffersDelivery)
        {
            options.Add(Delivery(vendor, goods.Amount, destination, rules, now));
        }

        if (vendor.OffersPickup)
        {
            options.Add(new(FulfilmentMethods.Pickup, true, null, zero, ready, ready + Window, null, $"Collect it yourself at {vendor.Street}."));
        }

        if (options.Count == 0)
        {
            options.Add(new(FulfilmentMethods.Pickup, false, $"{vendor.Name} neither delivers nor hands out at the moment.", zero, ready, ready + Window, null, ""));
        }

        return options;
    }

    /// <summary>When a rider would be there, and what it costs, for goods of this worth that are ordered now.</summary>
    internal static FulfilmentOption Delivery(Vendor vendor, decimal goods, Position? destination, MarketplaceSettings rules, DateTimeOffset now)
    {
        var ready = now + TimeSpan.FromMinutes(vendor.PreparationMinutes);
        var zero = Money.Zero(rules.Currency);
        if (destination is not { } home)
        {
            return new(FulfilmentMethods.Delivery, false, "Say where to deliver to, and we will tell the fee and the time.", zero.ToDto(), ready, ready + Window, null, "");
        }

        var straight = vendor.Position.MetresTo(home) / 1000;
        var metres = Travel.StreetMetres(vendor.Position, home);
        var km = Math.Round(metres / 1000, 1);
        var isFree = vendor.FreeDeliveryFrom is { } from && goods >= from;
        var fee = isFree ? zero : new Money(rules.Tariff.FeeFor(km), rules.Currency);
        var arrival = ready + Travel.Handover + Travel.Ride(metres, null) + Travel.Handover;
        var reason = straight <= vendor.DeliveryRadiusKm
            ? null
            : $"{vendor.Name} delivers up to {vendor.DeliveryRadiusKm.ToString("0.#", CultureInfo.InvariantCulture)} km. You are {straight.ToString("0.#", CultureInfo.InvariantCulture)} km away.";
        return new(FulfilmentMethods.Delivery, reason is null, reason, fee.ToDto(), arrival, arrival + Window, km, Explain(vendor, rules, km, isFree));
    }

    private static string Explain(Vendor vendor, MarketplaceSettings rules, double km, bool isFree) => isFree
        ? $"{vendor.Name} delivers free of charge from {new Money(vendor.FreeDeliveryFrom!.Value, rules.Currency).ToWords()}. The rider is paid all the same."
        : rules.Tariff.Explain(km, rules.Currency) + ".";

    private static List<PaymentMethodOption> Methods(Order order, MarketplaceSettings rules) =>
    [
        new(PaymentMethods.Upi, "UPI", true, null),
        new(PaymentMethods.Card, "Card", true, null),
        new(PaymentMethods.Wallet, "Wallet", true, null),
        order.Total.Amount <= rules.CashLimit
            ? new(PaymentMethods.Cash, "Cash", true, null)
            : new(PaymentMethods.Cash, "Cash", false, $"Cash is for orders up to {new Money(rules.CashLimit, rules.Currency).ToWords()}."),
    ];

    private VendorQuote Show(PartDraft draft, IReadOnlyList<FulfilmentOption> options, VendorOrder part) => new(
        new(draft.VendorId.Value, draft.VendorSlug, draft.VendorName, draft.VendorHue),
        [.. part.Lines.Select(l => new QuoteLine(
            l.VariantId.Value, l.ProductSlug, l.Name, l.VariantText, media.Image(l.ImageId, l.Name), l.Quantity, l.UnitPrice.ToDto(), l.Total.ToDto(), l.TaxRate, l.Tax.ToDto()))],
        options, part.Method.ToWire(), part.Goods.ToDto(), part.DeliveryFee.ToDto(), part.PlatformFee.ToDto(), part.Tax.ToDto(), part.Total.ToDto(),
        draft.Lines[0].TaxRegion);

    /// <summary>Changes with everything that costs, and with nothing else.</summary>
    private static string Fingerprint(Order order, int leftOut)
    {
        var text = new StringBuilder().Append(leftOut);
        foreach (var part in order.Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{part.VendorId.Value:N}:{part.Method}:{part.DeliveryFee.Amount:0.####}:{part.PlatformFee.Amount:0.####}:{part.Tax.Amount:0.####}");
            foreach (var line in part.Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"/{line.VariantId.Value:N}:{line.Quantity}:{line.UnitPrice.Amount:0.####}");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"={order.Total.Amount:0.####}{order.Total.Currency}");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}

public static class CheckoutErrors
{
    public static Error NothingToBuy { get; } = new(ErrorKind.Conflict, "checkout.nothing_to_buy", "There is nothing in the cart that can be bought right now.");
    public static Error AddressMissing { get; } = new(ErrorKind.Invalid, "checkout.address_missing", "Say where to deliver to.", "address");
    public static Error QuoteChanged { get; } = new(ErrorKind.Conflict, "checkout.quote_changed", "A price, the stock or a fee changed while you were checking out. Nothing was ordered or charged. Look at the new total and order again.", "fingerprint");

    public static Error CannotFulfil(string vendor, string reason) => new(ErrorKind.Conflict, "checkout.cannot_fulfil", $"{vendor}: {reason}", "choices");

    public static Error MethodNotAvailable(string reason) => new(ErrorKind.Conflict, "checkout.payment_method_unavailable", reason, "paymentMethod");
}
