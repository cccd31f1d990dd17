using Marketplace.Domain.Notifications;

namespace Marketplace.Application.Notifications;

/// <param name="UnsubscribeUrl">Where a mail program sends a POST to end such mails (RFC 8058); only marketing has it.</param>
public sealed record OutgoingMail(MailId Id, string Recipient, string Subject, string Text, string Html, string? UnsubscribeUrl = null)
{
    /// <summary>What goes into the head of the message for it.</summary>
    public IEnumerable<(string Name, string Value)> UnsubscribeHeaders => UnsubscribeUrl is { } url ? [("List-Unsubscribe", $"<{url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] : [];
}

/// <summary>Hands a mail over for delivery.</summary>
public interface IMailSender
{
    /// <exception cref="MailServerAwayException">It was certainly not handed over.</exception>
    /// <exception cref="MailRefusedException">It will never be, or nobody knows.</exception>
    Task SendAsync(OutgoingMail mail, CancellationToken ct);
}

public sealed class MailServerAwayException(string message, Exception inner) : Exception(message, inner);

public sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The state of mails on its way out, each step committed at once: a mail is marked before it leaves, so that a crash in between
/// cannot send it twice.
/// </summary>
public interface IOutgoingMails
{
    /// <returns>Null when it is not waiting (any more).</returns>
    Task<OutgoingMail?> TakeAsync(MailId id, CancellationToken ct);

    Task SentAsync(MailId id, CancellationToken ct);

    Task FailedAsync(MailId id, string error, bool tryAgain, CancellationToken ct);
}
