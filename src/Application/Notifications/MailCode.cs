using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Mails six digits to who asked for them, unless their time is over by now.</summary>
public sealed class MailCode(IMarketplaceDb db, Notifier notifier, TimeProvider clock) : IReactTo<MailCodeIssued>
{
    public async Task HandleAsync(MailCodeIssued happened, CancellationToken ct)
    {
        if (happened.ExpiresAt <= clock.GetUtcNow())
        {
            return;
        }

        await notifier.MailAsync(
            happened.Purpose switch { "reset" => "reset-password", "change-from" => "leave-address", "register-known" => "known-address", _ => "confirm-email" },
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new() { ["name"] = happened.FullName, ["code"] = happened.Code, ["time"] = notifier.Time(happened.ExpiresAt), ["signInUrl"] = notifier.StoreUrl("/signin") },
            ct);
        await db.SaveChangesAsync(ct);
    }
}
