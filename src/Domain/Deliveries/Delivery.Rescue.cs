using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>
/// What is done in place of a rider who cannot go on. Three ways lead out of every state in which a rider holds the parcel: another
/// rider takes it over, the shop has it back, or it is lost.
/// </summary>
public sealed partial class Delivery
{
    /// <summary>Another rider takes over what was picked up, and goes on where the first one stopped.</summary>
    public Result<Done> PassOn(Rider rider, string reason, string dispatcher, DateTimeOffset now)
    {
        if (Refuse(DeliveryAction.PassOn) is { } impossible)
        {
            return impossible;
        }

        if (RiderId == rider.Id)
        {
            return new Done();
        }

        Note(now, dispatcher, $"Passed on to {rider.Name}: {reason.Trim()}");
        TakeAway(now);
        Give(rider.Id, rider.UserId, rider.Name, now);
        return new Done();
    }

    /// <summary>
    /// Says in the rider's place how the ride ended. It counts as not handed over first, so that no cash is due for it; the
    /// reason is the shopper's and the shop's to read when it is lost.
    /// </summary>
    public Result<Done> Resolve(DeliveryOutcome outcome, string reason, string dispatcher, DateTimeOffset now)
    {
        var isUnderWay = DeliveryProgress.After(State, DeliveryAction.Fail) is not null;
        var action = outcome switch
        {
            DeliveryOutcome.TurnBack => DeliveryAction.Fail,
            DeliveryOutcome.AtShop => DeliveryAction.Return,
            DeliveryOutcome.Lost => DeliveryAction.Lose,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
        if (!isUnderWay && Refuse(action) is { } impossible)
        {
            return impossible;
        }

        var why = reason.Trim();
        if (isUnderWay)
        {
            FailAs(Deliveries.FailureReason.Other, why, dispatcher, Marketplace, now);
        }

        if (outcome != DeliveryOutcome.TurnBack)
        {
            Step(action, dispatcher, why, now);
            Raise(outcome == DeliveryOutcome.AtShop
                ? new DeliveryReturned(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, Marketplace, now)
                : new DeliveryLost(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, why, now));
        }

        return new Done();
    }

    /// <summary>Its rider may no longer ride. What was not picked up goes to somebody else; what was is theirs to finish.</summary>
    public void FindAnotherRider(DateTimeOffset now)
    {
        if (State != DeliveryState.Assigned)
        {
            return;
        }

        Step(DeliveryAction.SearchOn, Marketplace, $"{RiderName} may no longer ride", now);
        TakeAway(now);
        (RiderId, RiderUserId, RiderName, NextRoundAt, NextStepAt) = (null, null, null, null, now);
    }
}
