using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <summary>Where the parcels of an order's parts are. Deliveries answer it.</summary>
public interface ITracking
{
    Task<IReadOnlyDictionary<VendorOrderId, TrackingDto>> OfAsync(IReadOnlyCollection<VendorOrderId> parts, CancellationToken ct);

    /// <summary>What the shop tells the rider who brings its parcel back; null while none is coming back.</summary>
    Task<string?> ReturnCodeOfAsync(VendorOrderId part, CancellationToken ct);
}

/// <summary>Orders as shoppers, shops and support read them.</summary>
public sealed class OrderViews(IMarketplaceDb db, MediaUrls media, ITracking tracking) : IUseCasePart
{
    public async Task<Result<OrderDetails>> ShowAsync(string number, OrderReader reader, CancellationToken ct) =>
        await db.Orders.SeenBy(reader).AsNoTracking().SingleOrDefaultAsync(o => o.Number == number, ct) is { } order
            ? await ShowAsync(order, forCustomer: true, ct)
            : OrderErrors.NotFound;

    internal async Task<OrderDetails> ShowAsync(Order order, bool forCustomer, CancellationToken ct)
    {
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.OrderId == order.Id, ct);
        var history = (await db.OrderHistory.AsNoTracking().Where(h => h.OrderId == order.Id).ToListAsync(ct)).ToLookup(h => h.VendorOrderId);
        // Nobody rides before the shop has answered.
        var parcels = await tracking.OfAsync([.. order.Parts.Where(p => p.State is not (VendorOrderState.Pending or VendorOrderState.Confirmed)).Select(p => p.Id)], ct);
        return new(
            order.Id.Value, order.Number, order.State.ToWire(), order.PlacedAt, order.PayBy, new(order.Contact.Name, order.Contact.Email, order.Contact.Phone),
            order.Address?.ToDto(),
            [.. order.Parts.Select(p => Part(p, history[p.Id], parcels.GetValueOrDefault(p.Id), forCustomer))],
            order.Goods.ToDto(), order.Delivery.ToDto(), order.PlatformFee.ToDto(), order.Tax.ToDto(), order.Total.ToDto(), order.PriceIncludesTax,
            Show(payment), order.Parts.Any(p => p.CanBeCancelledByCustomer), $"order:{order.Number}", order.GiftMessage);
    }

    public async Task<Page<OrderSummary>> ListAsync(UserId user, string? state, ListSlice slice, CancellationToken ct)
    {
        var orders = db.Orders.Where(o => o.CustomerId == user);
        orders = state switch
        {
            null or "" => orders,
            "open" => orders.Where(o => o.State != OrderState.Delivered && o.State != OrderState.Cancelled && o.State != OrderState.PartiallyCancelled && o.State != OrderState.Failed && o.State != OrderState.Returned),
            _ when Wire.FromWire<OrderState>(state) is { } known => orders.Where(o => o.State == known),
            _ => orders.Where(_ => false),
        };
        var total = await orders.CountAsync(ct);
        var found = await orders.AsNoTracking().OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id)
            .Slice(slice, o => o.PlacedAt, o => o.Id, id => new OrderId(id)).ToListAsync(ct);
        return slice.Page([.. found.Select(Summary)], total, o => new(o.PlacedAt, o.Id));
    }

    internal IReadOnlyList<OrderLineDto> Lines(VendorOrder part) =>
    [
        .. part.Lines.Select(l => new OrderLineDto(
            l.Id.Value, l.VariantId.Value, l.ProductSlug, l.Name, l.VariantText, l.Sku, media.Image(l.ImageId, l.Name), l.Quantity,
            l.UnitPrice.ToDto(), l.Total.ToDto(), l.TaxRate, l.Tax.ToDto(), l.Stars, l.TaxRegion)),
    ];

    internal static PaymentSummary Show(Payment payment) => new(
        payment.Method.ToWire(), payment.State.ToWire(), payment.Amount.ToDto(), payment.Captured.ToDto(), payment.CashDue.ToDto(), payment.Refunded.ToDto(), payment.FailureReason,
        [.. payment.Refunds.OrderBy(r => r.RequestedAt).Select(r => new RefundSummary(r.Id.Value, r.Amount.ToDto(), r.Reason, r.State.ToWire(), r.RequestedAt, r.CompletedAt))]);

    internal static VendorChip Chip(VendorOrder part) => new(part.VendorId.Value, part.VendorSlug, part.VendorName, part.VendorHue);

    internal static IReadOnlyList<HistoryEntry> History(IEnumerable<OrderHistory> history) =>
        [.. history.OrderBy(h => h.At).ThenBy(h => h.State).Select(h => new HistoryEntry(h.State.ToWire(), h.At, h.Who, h.Note))];

    private OrderPart Part(VendorOrder part, IEnumerable<OrderHistory> history, TrackingDto? parcel, bool forCustomer)
    {
        var isPinNeeded = part.State is VendorOrderState.Confirmed or VendorOrderState.Preparing or VendorOrderState.Ready or VendorOrderState.OutForDelivery;
        return new(
            part.Id.Value, Chip(part), part.State.ToWire(), part.Method.ToWire(), Lines(part), part.Goods.ToDto(), part.DeliveryFee.ToDto(), part.PlatformFee.ToDto(),
            part.Tax.ToDto(), part.Total.ToDto(), parcel?.ArrivesFrom ?? part.ArrivesFrom, parcel?.ArrivesTo ?? part.ArrivesTo, part.AnswerBy,
            forCustomer && isPinNeeded ? part.Pin : null, part.CancelReason, part.Note, part.CanBeCancelledByCustomer, part.VendorPosition.ToDto(), part.VendorStreet, parcel,
            History(history));
    }

    private OrderSummary Summary(Order order)
    {
        var open = order.Parts.Where(p => !OrderProgress.IsEnded(p.State)).ToArray();
        return new(
            order.Id.Value, order.Number, order.State.ToWire(), order.PlacedAt, order.Total.ToDto(), order.Parts.Sum(p => p.Lines.Sum(l => l.Quantity)),
            [.. order.Parts.Select(Chip)], [.. order.Parts.SelectMany(p => p.Lines).Where(l => l.ImageId is not null).Take(4).Select(l => media.Image(l.ImageId!.Value, l.Name))],
            open.Length == 0 ? null : open.Min(p => p.ArrivesFrom), open.Length == 0 ? null : open.Max(p => p.ArrivesTo));
    }
}
