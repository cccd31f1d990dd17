using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Asks the owner of an account whether it was they who signed in on a new device.</summary>
public sealed class MailNewDevice(IMarketplaceDb db, Notifier notifier, TextMessages texts, PublicUrls urls) : IReactTo<SignedInOnNewDevice>
{
    public async Task HandleAsync(SignedInOnNewDevice happened, CancellationToken ct)
    {
        if (TextMessages.IsNumber(happened.Recipient))
        {
            await texts.SendAsync(happened.Recipient, $"Your account was signed in to in {happened.Device}. If it was not you, secure it: {urls.Identity}/account", ct);
            return;
        }

        await notifier.MailAsync(
            "new-device",
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new() { ["name"] = happened.FullName, ["device"] = happened.Device, ["time"] = notifier.Time(happened.At), ["accountUrl"] = urls.Identity + "/account" },
            ct);
        await db.SaveChangesAsync(ct);
    }
}
