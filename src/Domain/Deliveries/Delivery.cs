using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Deliveries;

/// <summary>
/// The ride of one vendor order from the shop to the customer. Whoever changes it holds its row lock, so that riders, the
/// dispatcher and the clock never overtake each other.
/// </summary>
public sealed partial class Delivery : AggregateRoot
{
    public const int NumberMaxLength = 40;
    public const int FeeExplanationMaxLength = 300;
    public const int CodeMaxLength = 8;
    public const int WhoMaxLength = 120;

    /// <summary>With the name of a rider before it, it fits a step's note.</summary>
    public const int ReasonMaxLength = 300;

    private readonly List<Offer> _offers = [];
    private readonly List<DeliveryStep> _steps = [];

    private Delivery() { } // EF Core

    public override Guid StreamId => Id.Value;
    public DeliveryId Id { get; private init; }
    public VendorOrderId VendorOrderId { get; private init; }
    public OrderId OrderId { get; private init; }
    public VendorId VendorId { get; private init; }
    public string Number { get; private init; } = "";
    public Stop From { get; private init; } = null!;
    public Stop To { get; private init; } = null!;
    public int VendorHue { get; private init; }
    public IReadOnlyList<ParcelLine> Lines { get; private init; } = [];

    /// <summary>From the shop to the customer, on streets.</summary>
    public double Metres { get; private init; }

    /// <summary>What the rider earns.</summary>
    public Money Fee { get; private init; }
    public string FeeExplanation { get; private init; } = "";

    /// <summary>Zero when the order is paid.</summary>
    public Money CashToCollect { get; private init; }
    public Money CashCollected { get; private set; }
    public string PickupCode { get; private init; } = "";
    public string Pin { get; private init; } = "";

    /// <summary>Four digits that the shop tells the rider when it has the parcel back in its hands.</summary>
    public string ReturnCode { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset ReadyBy { get; private init; }
    public bool IsReady { get; private set; }

    /// <summary>Later than this is late.</summary>
    public DateTimeOffset DueBy { get; private init; }
    public DeliveryState State { get; private set; }
    public RiderId? RiderId { get; private set; }
    public UserId? RiderUserId { get; private set; }
    public string? RiderName { get; private set; }
    public FailureReason? FailureReason { get; private set; }
    public DateTimeOffset? PickedUpAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public IReadOnlyList<Offer> Offers => _offers;

    /// <summary>Written always, loaded on demand.</summary>
    public IReadOnlyList<DeliveryStep> Steps => _steps;

    /// <summary>Asks for a rider, early enough that one stands in the shop when the bag is packed.</summary>
    public static Delivery Request(DeliveryDraft draft, DateTimeOffset now, DeliveryId? id = null)
    {
        var metres = Travel.StreetMetres(draft.From.Position, draft.To.Position);
        var reasonable = draft.ReadyBy + Travel.Handover + Travel.Ride(metres, vehicle: null) + Travel.Handover;
        var search = draft.ReadyBy - SearchAhead;
        var delivery = new Delivery
        {
            Id = id ?? DeliveryId.New(),
            VendorOrderId = draft.VendorOrderId,
            OrderId = draft.OrderId,
            VendorId = draft.VendorId,
            Number = draft.Number,
            From = draft.From,
            To = draft.To,
            VendorHue = draft.VendorHue,
            Lines = draft.Lines,
            Metres = metres,
            Fee = draft.Fee,
            FeeExplanation = draft.FeeExplanation,
            CashToCollect = draft.CashToCollect,
            CashCollected = Money.Zero(draft.CashToCollect.Currency),
            PickupCode = draft.PickupCode,
            Pin = draft.Pin,
            ReturnCode = draft.ReturnCode,
            CreatedAt = now,
            ReadyBy = draft.ReadyBy,
            DueBy = draft.PromisedBy > reasonable ? draft.PromisedBy : reasonable,
            State = DeliveryState.Searching,
            Round = 1,
            NextStepAt = search > now ? search : now,
        };
        delivery.Note(now, Marketplace, null);
        delivery.Raise(new DeliveryRequested(delivery.Id, delivery.VendorOrderId, delivery.OrderId, delivery.Number, delivery.ReadyBy, now));
        return delivery;
    }

    /// <summary>The bag is packed: no reason to wait with the search. Safe to call again.</summary>
    public void MakeReady(DateTimeOffset now)
    {
        if (IsReady || DeliveryProgress.Ended.Contains(State))
        {
            return;
        }

        (IsReady, UpdatedAt) = (true, now);
        if (State == DeliveryState.Searching && NextStepAt > now)
        {
            NextStepAt = now;
        }

        Raise(new DeliveryReady(Id, VendorOrderId, OrderId, Number, RiderId, RiderName, now));
    }

    /// <summary>
    /// The order is cancelled. What a rider has picked up already goes back to the shop; what has ended stays as it ended.
    /// </summary>
    public void CancelBecause(string reason, DateTimeOffset now)
    {
        if (State is DeliveryState.PickedUp or DeliveryState.InTransit)
        {
            FailAs(Deliveries.FailureReason.Other, reason, Marketplace, Marketplace, now);
            return;
        }

        if (Step(DeliveryAction.Cancel, Marketplace, reason, now) is not null)
        {
            return;
        }

        WithdrawOpenOffers(now);
        Raise(new DeliveryCancelled(Id, VendorOrderId, OrderId, Number, RiderId, RiderName, reason, now));
    }

    private const string Marketplace = "Marketplace";

    private Error? Step(DeliveryAction action, string who, string? note, DateTimeOffset now)
    {
        if (DeliveryProgress.After(State, action) is not { } next)
        {
            return DeliveryErrors.NotPossible(State, action);
        }

        if (State == next)
        {
            return null;
        }

        State = next;
        EndedAt = DeliveryProgress.Ended.Contains(next) ? now : null;
        Note(now, who, note);
        return null;
    }

    private void Note(DateTimeOffset now, string who, string? note)
    {
        // Two steps of one moment keep their order.
        var at = _steps is [.., { At: var last }] && last >= now ? last + TimeSpan.FromMicroseconds(1) : now;
        UpdatedAt = now;
        _steps.Add(new(State, at, who, note?.Length > DeliveryStep.NoteMaxLength ? note[..DeliveryStep.NoteMaxLength] : note));
    }
}
