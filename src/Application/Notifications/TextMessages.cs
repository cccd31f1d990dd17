using System.Globalization;
using Marketplace.Application.Shared;

namespace Marketplace.Application.Notifications;

/// <param name="Id">The same each time this text is tried.</param>
/// <param name="Number">As E.164.</param>
public sealed record OutgoingSms(Guid Id, string Number, string Text);

/// <summary>Hands a text message over to who brings it to phones.</summary>
public interface ISmsSender
{
    /// <exception cref="TryLaterException">It was not taken now, and may be later.</exception>
    /// <exception cref="SmsRefusedException">It will never be.</exception>
    Task SendAsync(OutgoingSms sms, CancellationToken ct);
}

public sealed class SmsRefusedException(string message) : Exception(message);

/// <summary>Texts from reactions: the event's id is what keeps a gateway from texting twice.</summary>
public sealed class TextMessages(ISmsSender sender, RelayedMessage cause)
{
    /// <summary>Whether a recipient is a phone and not a mailbox.</summary>
    public static bool IsNumber(string recipient) => recipient.StartsWith('+');

    public async Task SendAsync(string number, string text, CancellationToken ct)
    {
        try
        {
            await sender.SendAsync(new(cause.Id, number, text), ct);
        }
        catch (SmsRefusedException)
        {
            // The adapter has said why in the log. Trying again would not help, and who waits for it can ask for another.
        }
    }

    /// <summary>Browsers read the last line and offer the code on that page alone: a false page gets none.</summary>
    public static string BoundTo(string identityUrl, string code) => string.Create(CultureInfo.InvariantCulture, $"@{new Uri(identityUrl).Host} #{code}");
}
