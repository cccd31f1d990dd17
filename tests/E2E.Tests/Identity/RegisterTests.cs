using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Somebody opens an account that they have already.</summary>
[Collection(nameof(Town))]
public sealed class RegisterTests(Town town) : Story(town)
{
    private const string Known = "aditi@tarapet.example";

    [Fact]
    public async Task An_address_that_has_an_account_is_told_so_in_its_mail_and_nowhere_else()
    {
        var page = await Browsers.PhoneAsync(javaScript: false);
        await page.GotoAsync(Town.At(Town.Store, "signin?register=true&returnUrl=%2Fcart"));
        await page.GetByLabel("Full name").FillAsync("Somebody Else");
        await page.GetByLabel("Email").FillAsync(Known);
        await page.GetByLabel("Password").FillAsync(SecondStep.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");

        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("12345");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByText("You are not signed in yet.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Change it" }).ClickAsync();
        await Expect(page.GetByLabel("Full name")).ToHaveValueAsync("Somebody Else");
        await page.GetByLabel("Password").FillAsync(SecondStep.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a new code" }).ClickAsync();
        await Expect(page.GetByText("A new code is on its way.")).ToBeVisibleAsync();
        await PhoneEntry.GiveAsync(Town, page, Known);

        await Expect(page.GetByText("This address has an account already.")).ToBeVisibleAsync();
        await page.GetByLabel("Email").FillAsync(Known);
        await page.GetByLabel("Password").FillAsync(Town.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(Town.At(Town.Store, "cart"));
        await Town.EventuallyAsync(3L, "select count(*) from notifications.mails where recipient = $1 and kind = 'known-address' and state = 'Sent'", Known);
    }
}
