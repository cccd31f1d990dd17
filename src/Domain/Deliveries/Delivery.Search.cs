using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>How a rider is found: riders are asked in rounds until one accepts, or the dispatcher decides.</summary>
public sealed partial class Delivery
{
    /// <summary>How long before the bag is packed the search begins: the rounds of asking, and the ride to the shop.</summary>
    public static readonly TimeSpan SearchAhead = TimeSpan.FromMinutes(20);

    /// <summary>After everybody has refused, nobody is asked again for this long.</summary>
    public static readonly TimeSpan PauseBetweenRounds = TimeSpan.FromSeconds(60);

    /// <summary>How soon to look again when there is nobody to ask.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>When the dispatch worker has something to do here: search, or end offers that nobody answered.</summary>
    public DateTimeOffset NextStepAt { get; private set; }

    /// <summary>Nobody is asked twice in a round.</summary>
    public int Round { get; private set; }
    public DateTimeOffset? NextRoundAt { get; private set; }

    /// <summary>Asks these riders, who answer independently of each other: the first who accepts has it.</summary>
    public Result<Done> OfferTo(IReadOnlyList<Candidate> riders, TimeSpan timeToAnswer, DateTimeOffset now)
    {
        if (Step(DeliveryAction.Offer, Marketplace, null, now) is { } refused)
        {
            return refused;
        }

        NextRoundAt = null;
        foreach (var rider in riders)
        {
            var offer = new Offer(rider, Round, now, timeToAnswer);
            _offers.Add(offer);
            Raise(new DeliveryOffered(Id, VendorOrderId, OrderId, Number, offer.Id, rider.Id, rider.UserId, rider.Name, offer.ExpiresAt, now));
        }

        SetNextStep(now);
        return new Done();
    }

    /// <summary>Ends the offers whose time is over; the search goes on when nobody is left to answer.</summary>
    public void EndExpiredOffers(DateTimeOffset now)
    {
        foreach (var offer in _offers.Where(o => o.Answer == OfferAnswer.Open && o.ExpiresAt <= now))
        {
            End(offer, OfferAnswer.TimedOut, now);
        }

        SearchOnUnlessAsked(now);
    }

    /// <summary>There was nobody to ask. When all have been asked, a new round begins after a pause.</summary>
    public void FoundNobody(DateTimeOffset now)
    {
        // Timing only: no fact that anybody reacts to, so neither event nor revision. The row lock protects it.
        NextStepAt = now + LookAgain;
        if (_offers.All(o => o.Round != Round))
        {
            return;
        }

        NextRoundAt ??= now + PauseBetweenRounds;
        if (NextRoundAt <= now)
        {
            (Round, NextRoundAt, NextStepAt) = (Round + 1, null, now);
        }
    }

    public Result<Done> Accept(OfferId offerId, DateTimeOffset now)
    {
        if (_offers.FirstOrDefault(o => o.Id == offerId) is not { } offer)
        {
            return DeliveryErrors.OfferNotFound;
        }

        if (WhyNotOpen(offer, now) is { } over)
        {
            return over;
        }

        if (Step(DeliveryAction.Assign, offer.RiderName, null, now) is { } refused)
        {
            return refused;
        }

        offer.Settle(OfferAnswer.Accepted, now);
        WithdrawOpenOffers(now);
        Give(offer.RiderId, offer.RiderUserId, offer.RiderName, now);
        return new Done();
    }

    /// <summary>Saying no is free. Saying it twice, or too late, changes nothing.</summary>
    public Result<Done> Decline(OfferId offerId, DateTimeOffset now)
    {
        if (_offers.FirstOrDefault(o => o.Id == offerId) is not { } offer)
        {
            return DeliveryErrors.OfferNotFound;
        }

        if (offer.Answer == OfferAnswer.Open)
        {
            End(offer, OfferAnswer.Declined, now);
            SearchOnUnlessAsked(now);
        }

        return new Done();
    }

    /// <summary>The dispatcher decides, over any offer and, until it is picked up, over any rider.</summary>
    public Result<Done> AssignTo(Rider rider, string dispatcher, DateTimeOffset now)
    {
        if (State == DeliveryState.Assigned && RiderId == rider.Id)
        {
            return new Done();
        }

        var wasAssigned = State == DeliveryState.Assigned;
        if (Step(DeliveryAction.Assign, dispatcher, $"Given to {rider.Name}", now) is { } refused)
        {
            return refused;
        }

        WithdrawOpenOffers(now);
        if (wasAssigned)
        {
            Note(now, dispatcher, $"Given to {rider.Name}");
            TakeAway(now);
        }

        Give(rider.Id, rider.UserId, rider.Name, now);
        return new Done();
    }

    /// <summary>Why this offer cannot be accepted any more; null when it can.</summary>
    public static Error? WhyNotOpen(Offer offer, DateTimeOffset now) => offer.Answer switch
    {
        OfferAnswer.Open when offer.ExpiresAt > now => null,
        OfferAnswer.Open or OfferAnswer.TimedOut or OfferAnswer.Declined => DeliveryErrors.OfferOver,
        OfferAnswer.Withdrawn => DeliveryErrors.OfferWithdrawn,
        OfferAnswer.Accepted => DeliveryErrors.OfferTaken,
        _ => throw new ArgumentOutOfRangeException(nameof(offer)),
    };

    private void Give(RiderId rider, UserId user, string name, DateTimeOffset now)
    {
        (RiderId, RiderUserId, RiderName, NextRoundAt) = (rider, user, name, null);
        Raise(new DeliveryAssigned(Id, VendorOrderId, OrderId, Number, rider, user, name, now));
    }

    private void TakeAway(DateTimeOffset now)
    {
        foreach (var accepted in _offers.Where(o => o.Answer == OfferAnswer.Accepted))
        {
            accepted.Settle(OfferAnswer.Withdrawn, now);
        }

        Raise(new DeliveryTakenAway(Id, VendorOrderId, OrderId, Number, RiderId, RiderUserId!.Value, RiderName!, now));
    }

    private void WithdrawOpenOffers(DateTimeOffset now)
    {
        foreach (var offer in _offers.Where(o => o.Answer == OfferAnswer.Open))
        {
            End(offer, OfferAnswer.Withdrawn, now);
        }
    }

    private void End(Offer offer, OfferAnswer answer, DateTimeOffset now)
    {
        offer.Settle(answer, now);
        UpdatedAt = now;
        Raise(new DeliveryOfferEnded(Id, VendorOrderId, OrderId, Number, offer.Id, offer.RiderId, offer.RiderUserId, offer.RiderName, answer, now));
    }

    private void SearchOnUnlessAsked(DateTimeOffset now)
    {
        if (State == DeliveryState.Offered && _offers.All(o => o.Answer != OfferAnswer.Open))
        {
            Step(DeliveryAction.SearchOn, Marketplace, null, now);
        }

        SetNextStep(now);
    }

    private void SetNextStep(DateTimeOffset now) =>
        NextStepAt = State == DeliveryState.Offered ? _offers.Where(o => o.Answer == OfferAnswer.Open).Min(o => o.ExpiresAt) : now;
}
