using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>The question to one rider whether they bring a delivery. Made only by <see cref="Delivery.OfferTo"/>.</summary>
public sealed class Offer
{
    private Offer() { } // EF Core

    internal Offer(Candidate rider, int round, DateTimeOffset now, TimeSpan time)
    {
        (Id, RiderId, RiderUserId, RiderName) = (OfferId.New(), rider.Id, rider.UserId, rider.Name);
        (Round, MetresToShop, MadeAt, ExpiresAt) = (round, rider.MetresToShop, now, now + time);
    }

    public OfferId Id { get; private init; }
    public RiderId RiderId { get; private init; }
    public UserId RiderUserId { get; private init; }
    public string RiderName { get; private init; } = "";

    /// <summary>Nobody is asked twice in a round.</summary>
    public int Round { get; private init; }
    public double MetresToShop { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public OfferAnswer Answer { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    internal void Settle(OfferAnswer answer, DateTimeOffset now) => (Answer, AnsweredAt) = (answer, now);
}

/// <summary>A rider who could be asked.</summary>
/// <param name="MetresToShop">On streets, from their last position.</param>
public sealed record Candidate(RiderId Id, UserId UserId, string Name, double MetresToShop);
