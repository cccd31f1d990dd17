using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the owner of an account that its keys are others, and what to do if it was somebody else.</summary>
public sealed class MailAccountKeys(IMarketplaceDb db, Notifier notifier, PublicUrls urls) : IReactTo<AccountKeysChanged>
{
    public async Task HandleAsync(AccountKeysChanged happened, CancellationToken ct)
    {
        await notifier.MailAsync(
            "account-keys",
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new()
            {
                ["name"] = happened.FullName,
                ["what"] = happened.Change switch
                {
                    "second-factor-on" => "A second step at sign-in was turned on.",
                    "second-factor-off" => "The second step at sign-in was turned off.",
                    "recovery-codes" => "New recovery codes were made; the old ones are void.",
                    "recovery-code-used" => "Somebody signed in with one of your recovery codes.",
                    "password-removed" => "The password was removed; only passkeys open the account now.",
                    "passkey-added" => "A passkey was added.",
                    "passkey-removed" => "A passkey was removed.",
                    "guessed" => "Somebody has tried many wrong passwords. Nobody got in; where you have signed in before, you still can.",
                    _ => "The password was changed.",
                },
                ["time"] = notifier.Time(happened.At),
                ["accountUrl"] = urls.Identity + "/account",
            },
            ct);
        await db.SaveChangesAsync(ct);
    }
}
