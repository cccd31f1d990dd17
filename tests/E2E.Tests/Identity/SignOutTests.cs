using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Who signs out is out, and is asked again.</summary>
[Collection(nameof(Town))]
public sealed class SignOutTests(Town town) : Story(town)
{
    [Fact]
    public async Task Signing_out_of_the_portal_ends_it_there_and_at_the_identity_server()
    {
        var page = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync("bayleaf-bakehouse"), "vendor");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Today");

        // One sign-in serves the store too.
        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Anjali Kurian");

        await page.GotoAsync(Town.At(Town.Portal, "vendor"));
        await page.Locator(".portal-rail__who").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();

        await AsksWhoAsync(page, Town.At(Town.Portal, "vendor"));
        await AsksWhoAsync(page, Town.At(Town.Identity, "account"));
    }

    [Fact]
    public async Task Signing_out_of_the_store_without_script_works_as_well()
    {
        var page = await Browsers.PhoneAsync(javaScript: false);
        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await SignInAsync(page, "aditi@tarapet.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await AsksWhoAsync(page, Town.At(Town.Store, "account"));
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Town.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }

    private static async Task AsksWhoAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();
    }
}
