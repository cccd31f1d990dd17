using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Orders;

public sealed record Contact(string Name, string Email, string Phone);

/// <summary>The address as it was when the order was placed.</summary>
public sealed record AddressSnapshot(
    string Name, string Phone, string Line1, string? Line2, string City, string Region, string PostalCode, string Country, Position Position, string? Note);

/// <summary>
/// One checkout: what was bought of how many shops soever, paid once. Each shop's part lives its own life; the order's state
/// follows from them. Whoever changes a part holds the order's row lock, so that parts never overtake each other.
/// </summary>
public sealed class Order : AggregateRoot
{
    public const int GiftMessageMaxLength = 300;

    private readonly List<VendorOrder> _parts = [];
    private readonly List<OrderHistory> _history = [];

    private Order() { } // EF Core

    public override Guid StreamId => Id.Value;
    public OrderId Id { get; private init; }

    /// <summary>For people: random, so that it tells nothing about volume.</summary>
    public string Number { get; private init; } = "";
    public UserId? CustomerId { get; private init; }

    /// <summary>SHA-256 of a guest's access token.</summary>
    public byte[]? AccessTokenHash { get; private init; }

    /// <summary>The same token, sealed, for the links of our mails.</summary>
    public byte[]? SealedAccessToken { get; private init; }
    public Contact Contact { get; private init; } = null!;
    public AddressSnapshot? Address { get; private init; }

    /// <summary>What the shops write on a card, when it is a gift.</summary>
    public string? GiftMessage { get; private init; }

    /// <summary>Which terms of use the shopper was shown and ordered under; null for an app that showed none.</summary>
    public int? TermsVersion { get; private init; }
    public bool PriceIncludesTax { get; private init; }
    public PaymentMethod PaymentMethod { get; private init; }
    public OrderState State { get; private set; }
    public DateTimeOffset PlacedAt { get; private init; }

    /// <summary>Until when it must be paid; null once it is confirmed or when cash is paid.</summary>
    public DateTimeOffset? PayBy { get; private set; }
    public IReadOnlyList<VendorOrder> Parts => _parts;

    /// <summary>Written always, loaded on demand.</summary>
    public IReadOnlyList<OrderHistory> History => _history;
    public Money Goods { get; private init; }
    public Money Delivery { get; private init; }
    public Money PlatformFee { get; private init; }
    public Money Tax { get; private init; }
    public Money Total { get; private init; }

    public static Order Place(OrderDraft draft, DateTimeOffset now)
    {
        var id = OrderId.New();
        VendorOrder[] parts = [.. draft.Parts.Select(p => new VendorOrder(id, draft.Number, p, draft.PriceIncludesTax))];
        Money Sum(Func<VendorOrder, Money> of) => parts.Select(of).Aggregate((a, b) => a + b);

        var order = new Order
        {
            Id = id,
            Number = draft.Number,
            CustomerId = draft.CustomerId,
            AccessTokenHash = draft.AccessTokenHash,
            SealedAccessToken = draft.SealedAccessToken,
            Contact = draft.Contact,
            Address = draft.Address,
            GiftMessage = string.IsNullOrWhiteSpace(draft.GiftMessage) ? null : draft.GiftMessage.Trim(),
            TermsVersion = draft.TermsVersion,
            PriceIncludesTax = draft.PriceIncludesTax,
            PaymentMethod = draft.PaymentMethod,
            State = OrderState.Pending,
            PlacedAt = now,
            PayBy = draft.PaymentMethod == PaymentMethod.CashOnDelivery ? null : now + draft.PaymentTime,
            Goods = Sum(p => p.Goods),
            Delivery = Sum(p => p.DeliveryFee),
            PlatformFee = Sum(p => p.PlatformFee),
            Tax = Sum(p => p.Tax),
            Total = Sum(p => p.Total),
        };
        order._parts.AddRange(parts);
        foreach (var part in parts)
        {
            order.Note(part, now, draft.Contact.Name, null);
        }

        order.Raise(new OrderPlaced(order.Id, order.Number, order.CustomerId, order.Total, order.PaymentMethod, now));
        return order;
    }

    /// <summary>Paid, or cash is promised. Safe to call again: a confirmed order stays as it is.</summary>
    /// <returns>False when there was nothing to confirm any more.</returns>
    public bool Confirm(DateTimeOffset now, TimeSpan answerTime)
    {
        if (State != OrderState.Pending)
        {
            return false;
        }

        PayBy = null;
        foreach (var part in _parts.Where(p => p.State == VendorOrderState.Pending))
        {
            Step(part, VendorOrderAction.Confirm, now, "Marketplace", null);
            part.ExpectAnswerBy(now + answerTime);
            Raise(new VendorOrderConfirmed(part.Id, Id, part.VendorId, Number, now + answerTime, now));
        }

        Raise(new OrderConfirmed(Id, Number, CustomerId, Total, now));
        Follow(now);
        return true;
    }

    /// <summary>Payment was declined for good or never came.</summary>
    public bool ExpireUnpaid(string reason, DateTimeOffset now)
    {
        if (State != OrderState.Pending)
        {
            return false;
        }

        PayBy = null;
        foreach (var part in _parts)
        {
            CancelPart(part, CancelCause.Unpaid, reason, "Marketplace", now);
        }

        Follow(now);
        return true;
    }

    /// <param name="preparation">How long the shop needs: 1 to 240 minutes.</param>
    public Result<VendorOrder> Accept(VendorOrderId id, TimeSpan preparation, DateTimeOffset now) => Change(id, VendorOrderAction.Accept, now, null, part =>
    {
        part.PrepareUntil(now + preparation, now);
        Raise(new VendorOrderAccepted(part.Id, Id, part.VendorId, Number, part.Method, part.ReadyBy!.Value, now));
    });

    public Result<VendorOrder> MakeReady(VendorOrderId id, DateTimeOffset now) => Change(id, VendorOrderAction.MakeReady, now, null, part =>
        Raise(new VendorOrderReady(part.Id, Id, part.VendorId, Number, part.Method, now)));

    public Result<VendorOrder> Ship(VendorOrderId id, string who, DateTimeOffset now) => Change(id, VendorOrderAction.Ship, now, who, part =>
        Raise(new VendorOrderShipped(part.Id, Id, part.VendorId, Number, now)));

    public Result<VendorOrder> Deliver(VendorOrderId id, string who, DateTimeOffset now) => Change(id, VendorOrderAction.Deliver, now, who, part =>
        Raise(new VendorOrderDelivered(part.Id, Id, part.VendorId, Number, now)));

    /// <summary>The shop hands a collected order to its shopper.</summary>
    public Result<VendorOrder> HandOver(VendorOrderId id, string pin, DateTimeOffset now) => Find(id) switch
    {
        null => OrderErrors.NotFound,
        { Method: FulfilmentMethod.Delivery } => OrderErrors.NotForPickup,
        { State: VendorOrderState.Ready } part when part.Pin != pin => OrderErrors.WrongPin,
        { } part => Deliver(id, part.VendorName, now),
    };

    public Result<VendorOrder> Fail(VendorOrderId id, string who, string reason, DateTimeOffset now) => Change(id, VendorOrderAction.Fail, now, who, part =>
        Raise(new VendorOrderFailed(part.Id, Id, part.VendorId, Number, reason, now)), reason);

    public Result<VendorOrder> TakeBack(VendorOrderId id, string who, DateTimeOffset now) => Change(id, VendorOrderAction.Return, now, who, part =>
        Raise(new VendorOrderReturned(part.Id, Id, part.VendorId, Number, part.Total, now)));

    /// <summary>Its parcel is lost: the shopper gets back what was paid, as for any other part that will not come.</summary>
    public Result<VendorOrder> Lose(VendorOrderId id, string reason, DateTimeOffset now) => Cancel(id, CancelCause.Lost, reason, "Marketplace", now);

    public Result<VendorOrder> Cancel(VendorOrderId id, CancelCause cause, string reason, string who, DateTimeOffset now)
    {
        if (Find(id) is not { } part)
        {
            return OrderErrors.NotFound;
        }

        if (cause == CancelCause.Customer && !part.CanBeCancelledByCustomer && OrderProgress.After(part.State, VendorOrderAction.Cancel) is not null)
        {
            return OrderErrors.TooLateToCancel;
        }

        if (CancelPart(part, cause, reason, who, now) is { } refused)
        {
            return refused;
        }

        Follow(now);
        return part;
    }

    /// <summary>The delivery knows better when it comes.</summary>
    public void Expect(VendorOrderId id, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (Find(id) is { } part && !OrderProgress.IsEnded(part.State))
        {
            part.Expect(from, to);
            Raise(new VendorOrderStateChanged(part.Id, Id, part.VendorId, Number, part.State, part.State, now));
        }
    }

    /// <returns>The stars that this answer replaces, if there were any.</returns>
    public Result<RatedLine> Rate(OrderLineId lineId, int stars, DateTimeOffset now)
    {
        var part = _parts.FirstOrDefault(p => p.Lines.Any(l => l.Id == lineId));
        if (part is null)
        {
            return OrderErrors.NotFound;
        }

        if (part.State != VendorOrderState.Delivered)
        {
            return OrderErrors.CannotRate;
        }

        var line = part.Lines.First(l => l.Id == lineId);
        var before = line.Rate(stars);
        Raise(new OrderLineRated(Id, lineId, line.ProductId, part.VendorId, stars, before, now));
        return new RatedLine(line.ProductId, stars, before);
    }

    public VendorOrder? Find(VendorOrderId id) => _parts.FirstOrDefault(p => p.Id == id);

    private Result<VendorOrder> Change(VendorOrderId id, VendorOrderAction action, DateTimeOffset now, string? who, Action<VendorOrder> then, string? note = null)
    {
        if (Find(id) is not { } part)
        {
            return OrderErrors.NotFound;
        }

        if (Step(part, action, now, who ?? part.VendorName, note) is { } refused)
        {
            return refused;
        }

        then(part);
        Follow(now);
        return part;
    }

    private Error? CancelPart(VendorOrder part, CancelCause cause, string reason, string who, DateTimeOffset now)
    {
        if (Step(part, cause == CancelCause.Lost ? VendorOrderAction.Lose : VendorOrderAction.Cancel, now, who, reason) is { } refused)
        {
            return refused;
        }

        part.RememberCancellation(cause, reason);
        Raise(new VendorOrderCancelled(part.Id, Id, part.VendorId, Number, cause, reason, part.Total, now));
        return null;
    }

    private Error? Step(VendorOrder part, VendorOrderAction action, DateTimeOffset now, string who, string? note)
    {
        var before = part.State;
        if (part.Move(action, now) is { } refused)
        {
            return refused;
        }

        Note(part, now, who, note);
        Raise(new VendorOrderStateChanged(part.Id, Id, part.VendorId, Number, before, part.State, now));
        return null;
    }

    private void Note(VendorOrder part, DateTimeOffset now, string who, string? note) => _history.Add(new(Id, part.Id, part.State, now, who, note));

    private void Follow(DateTimeOffset now)
    {
        var (before, next) = (State, OrderProgress.Of([.. _parts.Select(p => p.State)]));
        if (before != next)
        {
            State = next;
            Raise(new OrderStateChanged(Id, Number, CustomerId, before, next, now));
        }
    }
}

/// <summary>A step of a part: when, by whom, and why.</summary>
public sealed class OrderHistory
{
    private OrderHistory() { } // EF Core

    internal OrderHistory(OrderId orderId, VendorOrderId partId, VendorOrderState state, DateTimeOffset at, string who, string? note) =>
        (Id, OrderId, VendorOrderId, State, At, Who, Note) = (Guid.CreateVersion7(at), orderId, partId, state, at, who, note);

    public Guid Id { get; private init; }
    public OrderId OrderId { get; private init; }
    public VendorOrderId VendorOrderId { get; private init; }
    public VendorOrderState State { get; private init; }
    public DateTimeOffset At { get; private init; }
    public string Who { get; private init; } = "";
    public string? Note { get; private init; }
}

/// <summary>A checkout, priced and ready to be placed. It has at least one part.</summary>
public sealed record OrderDraft(
    string Number, UserId? CustomerId, byte[]? AccessTokenHash, Contact Contact, AddressSnapshot? Address, bool PriceIncludesTax,
    PaymentMethod PaymentMethod, TimeSpan PaymentTime, IReadOnlyList<PartDraft> Parts, string? GiftMessage = null, byte[]? SealedAccessToken = null,
    int? TermsVersion = null);

public readonly record struct RatedLine(Catalog.ProductId ProductId, int Stars, int? Before);
