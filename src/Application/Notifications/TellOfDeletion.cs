using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Says that an account is to be deleted, and how to keep it: it may have been somebody else. By mail, or by text who has a phone only.</summary>
public sealed class TellOfDeletion(IMarketplaceDb db, Notifier notifier, TextMessages texts, PublicUrls urls) : IReactTo<AccountDeletionAsked>
{
    public async Task HandleAsync(AccountDeletionAsked happened, CancellationToken ct)
    {
        var (due, privacyUrl) = (happened.DueAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), urls.Identity + "/account/privacy");
        notifier.Tell(
            happened.UserId, "account_deletion", $"Your account will be deleted on {due}", "To keep it, or if it was not you, choose “Keep my account” on the privacy page before that day.", "/account/privacy");
        if (TextMessages.IsNumber(happened.Recipient))
        {
            await texts.SendAsync(happened.Recipient, $"Your account will be deleted on {due}. To keep it, or if it was not you, sign in before that day: {privacyUrl}", ct);
        }
        else
        {
            await notifier.MailAsync(
                "account-deletion", happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture), happened.Recipient,
                new() { ["name"] = happened.FullName, ["due"] = due, ["privacyUrl"] = privacyUrl }, ct);
        }

        await db.SaveChangesAsync(ct);
    }
}
