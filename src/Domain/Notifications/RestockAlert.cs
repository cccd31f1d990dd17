using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Notifications;

public readonly record struct RestockAlertId(Guid Value) : IId<RestockAlertId>
{
    public static RestockAlertId From(Guid value) => new(value);
}

/// <summary>
/// Somebody waits for a variant that is sold out, and is told once when it is back; with that it ends. A person, or a guest by a mail
/// address, which counts once somebody who reads its mails has confirmed it.
/// </summary>
public sealed class RestockAlert : AggregateRoot
{
    /// <summary>So many things one person, or one address, waits for at a time.</summary>
    public const int MaxWaiting = 50;

    /// <summary>So many questions one address is sent before it answers any.</summary>
    public const int MaxUnconfirmed = 5;

    public static readonly TimeSpan TimeToConfirm = TimeSpan.FromDays(3);

    /// <summary>Before a question is sent to the same address about the same thing again.</summary>
    public static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromHours(1);

    /// <summary>Who has waited longer has forgotten it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(365);

    private RestockAlert() { } // EF Core

    public override Guid StreamId => UserId?.Value ?? Id.Value;
    public RestockAlertId Id { get; private init; }
    public VariantId VariantId { get; private init; }
    public UserId? UserId { get; private init; }

    /// <summary>Of a guest, in small letters.</summary>
    public string? Email { get; private init; }
    public DateTimeOffset AskedAt { get; private init; }
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public static RestockAlert OfPerson(VariantId variant, UserId user, DateTimeOffset now) =>
        Ask(new() { Id = RestockAlertId.New(), VariantId = variant, UserId = user, AskedAt = now, ConfirmedAt = now });

    public static RestockAlert OfGuest(VariantId variant, string email, DateTimeOffset now) =>
        Ask(new() { Id = RestockAlertId.New(), VariantId = variant, Email = email.Trim().ToLowerInvariant(), AskedAt = now });

    public void Confirm(DateTimeOffset now)
    {
        if (ConfirmedAt is null)
        {
            ConfirmedAt = now;
            Raise(new RestockConfirmed(Id, VariantId, now));
        }
    }

    private static RestockAlert Ask(RestockAlert alert)
    {
        alert.Raise(new RestockAsked(alert.Id, alert.VariantId, alert.UserId, alert.AskedAt));
        return alert;
    }
}

/// <param name="UserId">Null for a guest, who has to confirm it.</param>
public sealed record RestockAsked(RestockAlertId AlertId, VariantId VariantId, UserId? UserId, DateTimeOffset At) : IDomainEvent;

public sealed record RestockConfirmed(RestockAlertId AlertId, VariantId VariantId, DateTimeOffset At) : IDomainEvent;

/// <summary>More people wait for a variant that is back than were told at once.</summary>
public sealed record RestockToldInPart(VariantId VariantId, DateTimeOffset At) : IDomainEvent;

public static class RestockErrors
{
    public static Error NoSuchVariant { get; } = new(ErrorKind.NotFound, "restock.no_such_variant", "This product is not for sale.", "variantId");
    public static Error InStock { get; } = new(ErrorKind.Conflict, "restock.in_stock", "It is there already. Put it into your cart.", "variantId");
    public static Error TooMany { get; } = new(ErrorKind.Conflict, "restock.too_many", $"You wait for {RestockAlert.MaxWaiting} things already. Take one from the list first.");
    public static Error NotWaiting { get; } = new(ErrorKind.NotFound, "restock.not_waiting", "You do not wait for this.");
    public static Error LinkOver { get; } = new(ErrorKind.NotFound, "restock.link_over", "This link has ended. Ask again on the product's page.");
}
