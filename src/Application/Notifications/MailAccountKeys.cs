using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the owner of an account that its keys are others, and what to do if it was somebody else: by mail, or by text who has a phone only.</summary>
public sealed class MailAccountKeys(IMarketplaceDb db, Notifier notifier, TextMessages texts, PublicUrls urls) : IReactTo<AccountKeysChanged>
{
    public async Task HandleAsync(AccountKeysChanged happened, CancellationToken ct)
    {
        if (TextMessages.IsNumber(happened.Recipient))
        {
            await texts.SendAsync(happened.Recipient, $"{What(happened.Change)} If it was not you, secure your account: {urls.Identity}/account", ct);
            return;
        }

        await notifier.MailAsync(
            "account-keys",
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new()
            {
                ["name"] = happened.FullName,
                ["what"] = What(happened.Change),
                ["time"] = notifier.Time(happened.At),
                ["accountUrl"] = urls.Identity + "/account",
            },
            ct);
        await db.SaveChangesAsync(ct);
    }

    private static string What(string change) => change switch
    {
        "second-factor-on" => "A second step at sign-in was turned on.",
        "second-factor-off" => "The second step at sign-in was turned off.",
        "recovery-codes" => "New recovery codes were made; the old ones are void.",
        "recovery-code-used" => "Somebody signed in with one of your recovery codes.",
        "password-removed" => "The password was removed; only passkeys open the account now.",
        "password-required" => "A new password is needed: we asked for it, because the old one may not be safe. Choose “Forgot password” at the next sign-in.",
        "passkey-added" => "A passkey was added.",
        "passkey-removed" => "A passkey was removed.",
        "phone-removed" => "The mobile number was removed.",
        "external-added" => "Signing in with another service was turned on.",
        "external-removed" => "Signing in with another service was turned off.",
        "address-restored" => "A change of its address was taken back. The password is removed; choose a new one.",
        "sign-in-copied" => "A sign-in of yours was ended: its key came to us twice, so somebody may have copied it. Where you used it, you are asked to sign in again.",
        "app-redirects" => "An app of yours may now send people to an address that it did not have before. Look at it among your apps.",
        "guessed" => "Somebody has tried many wrong passwords. Nobody got in; where you have signed in before, you still can.",
        "address-corrected" => "Our support corrected the mail address or phone by which it is reached. Sign in and confirm the address on your account's page.",
        "address-corrected-away" => "Our support gave it another mail address, so this one is no longer its own.",
        "phone-corrected" => "Our support corrected its mobile number. A new number has to be confirmed on your account's page.",
        _ => "The password was changed.",
    };
}
