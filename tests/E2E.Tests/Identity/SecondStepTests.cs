using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Who has set up a second step is asked for it, on the way into the shops as well.</summary>
[Collection(nameof(Town))]
public sealed class SecondStepTests(Town town) : Story(town)
{
    [Fact]
    public async Task The_phone_opens_the_shops_and_no_script_is_needed()
    {
        var page = await Browsers.PhoneAsync(javaScript: false);
        await page.GotoAsync(Town.At(Town.Identity, "register"));
        var (email, secret) = await SecondStep.TurnOnAsync(Town, page);
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(SecondStep.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByLabel("Code from the app").FillAsync(SecondStep.CodeOf(secret, later: 1)); // the one of this half minute may be used up
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");
        await Town.EventuallyAsync("Sent", "select coalesce(max(state), '') from notifications.mails where kind = 'account-keys' and recipient = $1", email);
    }
}
