using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A passkey signs in, to the shops too, with nothing typed; it has a name, and can be taken away.</summary>
[Collection(nameof(Town))]
public sealed class PasskeyTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_passkey_is_made_signs_in_gets_a_name_and_goes()
    {
        var page = await Browsers.PhoneAsync();
        await page.GotoAsync(Town.At(Town.Identity, "register"));
        var email = await Passkeys.MakeAsync(Town, page);
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        // The browser offers it for the email field, and this authenticator takes the offer.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");

        await page.GotoAsync(Town.At(Town.Identity, "account/passkeys"));
        await Expect(page.GetByText("Used just now")).ToBeVisibleAsync();
        await page.GetByText("Rename it").ClickAsync();
        await page.GetByLabel("New name for Devaki's phone").FillAsync("The old phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove The old phone" }).ClickAsync();
        await Expect(page.GetByText("The passkey is removed here.")).ToBeVisibleAsync();

        Assert.Equal(0L, await Town.ReadAsync<long>("select count(*) from identity.user_passkeys p join identity.user_directory d on d.id = p.user_id where d.email = $1", email));
        await Town.EventuallyAsync(2L, "select count(*) from notifications.mails where kind = 'account-keys' and recipient = $1 and state = 'Sent'", email);
    }

    [Fact]
    public async Task The_button_signs_in_where_the_browser_offers_nothing_by_itself()
    {
        var page = await Browsers.PhoneAsync();
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await page.GotoAsync(Town.At(Town.Identity, "register"));
        await Passkeys.MakeAsync(Town, page);
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");

        await page.GotoAsync(Town.At(Town.Identity, "account/confirm?returnUrl=%2Faccount%2Fpasskeys"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByText("Used just now")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_passkey_is_the_first_key_of_an_account_and_the_only_one()
    {
        var page = await Browsers.PhoneAsync();
        await Passkeys.GiveAuthenticatorAsync(page);
        var email = $"{Guid.CreateVersion7():N}@tarapet.example";
        await page.GotoAsync(Town.At(Town.Identity, "enter"));
        await page.GetByLabel("Full name").FillAsync("Devaki Menon");
        await page.GetByLabel("Email or mobile number").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).ClickAsync();
        await PhoneEntry.GiveAsync(Town, page, email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/account");
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");

        Assert.True(await Town.ReadAsync<bool>("select password_hash is null and email_confirmed from identity.users where email = $1", email));
    }
}
