using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Notifications;

public readonly record struct MailId(Guid Value) : IId<MailId>
{
    public static MailId From(Guid value) => new(value);
}

public enum MailState
{
    Queued,

    /// <summary>Handed to the mail server, which has not answered. Never sent again: one mail too few is better than two.</summary>
    Sending,
    Sent,
    Failed,
}

/// <summary>A mail and what became of it. There is one for each cause and recipient.</summary>
public sealed class Mail : AggregateRoot
{
    public const int CauseMaxLength = 120;
    public const int RecipientMaxLength = 254;
    public const int SubjectMaxLength = 200;
    public const int UrlMaxLength = 1000;
    public const int ErrorMaxLength = 1000;

    private Mail() { } // EF Core

    public override Guid StreamId => Id.Value;
    public MailId Id { get; private init; }

    /// <summary>What kind of mail, and the event or order that it is about; unique together with the recipient.</summary>
    public string Cause { get; private init; } = "";
    public string Kind { get; private init; } = "";
    public string Recipient { get; private init; } = "";
    public string Subject { get; private init; } = "";

    /// <summary>Kept until it is sent.</summary>
    public string? Text { get; private init; }
    public string? Html { get; private init; }

    /// <summary>With which a mail program ends mails of this kind; only marketing has it.</summary>
    public string? UnsubscribeUrl { get; private init; }
    public MailState State { get; private init; }
    public string? Error { get; private init; }
    public DateTimeOffset QueuedAt { get; private init; }
    public DateTimeOffset? SentAt { get; private init; }

    public static Mail Queue(string kind, string cause, string recipient, string subject, string text, string html, DateTimeOffset now, string? unsubscribeUrl = null)
    {
        var mail = new Mail
        {
            Id = MailId.New(),
            Kind = kind,
            Cause = $"{kind}:{cause}",
            Recipient = recipient,
            Subject = subject.Length <= SubjectMaxLength ? subject : subject[..SubjectMaxLength],
            Text = text,
            Html = html,
            UnsubscribeUrl = unsubscribeUrl,
            State = MailState.Queued,
            QueuedAt = now,
        };
        mail.Raise(new MailQueued(mail.Id, kind, now));
        return mail;
    }
}

[EventName("notification.email")]
public sealed record MailQueued(MailId MailId, string Kind, DateTimeOffset At) : IDomainEvent;
