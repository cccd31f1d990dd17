using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Notifications;

public readonly record struct NotificationId(Guid Value) : IId<NotificationId>
{
    public static NotificationId From(Guid value) => new(value);
}

/// <summary>A line in a person's list of news, with a link to what it is about.</summary>
public sealed class Notification : AggregateRoot
{
    public const int KindMaxLength = 32;
    public const int TitleMaxLength = 120;
    public const int MessageMaxLength = 500;
    public const int LinkMaxLength = 200;

    private Notification() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public NotificationId Id { get; private init; }
    public UserId UserId { get; private init; }
    public string Kind { get; private init; } = "";
    public string Title { get; private init; } = "";
    public string Message { get; private init; } = "";

    /// <summary>A path on the storefront, the portal or the identity server; which of them, the path says.</summary>
    public string? Link { get; private init; }
    public DateTimeOffset At { get; private init; }
    public DateTimeOffset? ReadAt { get; private set; }

    public static Notification Tell(UserId user, string kind, string title, string message, string? link, DateTimeOffset now)
    {
        var told = new Notification
        {
            Id = NotificationId.New(),
            UserId = user,
            Kind = kind,
            Title = Shorten(title, TitleMaxLength),
            Message = Shorten(message, MessageMaxLength),
            Link = link,
            At = now,
        };
        told.Raise(new NotificationTold(told.Id, user, kind, now));
        return told;
    }

    private static string Shorten(string text, int max) => text.Length <= max ? text : text[..(max - 1)] + "…";
}

/// <summary>Somebody has news to read.</summary>
[EventName("notification.in_app")]
public sealed record NotificationTold(NotificationId NotificationId, UserId UserId, string Kind, DateTimeOffset At) : IDomainEvent;
