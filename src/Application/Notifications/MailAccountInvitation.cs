using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Mails the link by which somebody opens the account that was made for them. Not when it is over meanwhile.</summary>
public sealed class MailAccountInvitation(IMarketplaceDb db, Notifier notifier, TimeProvider clock) : IReactTo<AccountInvited>
{
    public async Task HandleAsync(AccountInvited happened, CancellationToken ct)
    {
        if (happened.ExpiresAt <= clock.GetUtcNow())
        {
            return;
        }

        await notifier.MailAsync(
            "account-invitation",
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new() { ["name"] = happened.FullName, ["link"] = happened.Link, ["until"] = notifier.Day(happened.ExpiresAt) },
            ct);
        await db.SaveChangesAsync(ct);
    }
}
