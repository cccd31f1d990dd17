using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Who likes it dark has it dark everywhere, whatever the device thinks.</summary>
[Collection(nameof(Town))]
public sealed class ThemeTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_choice_at_the_foot_of_the_store_is_there_on_another_device()
    {
        var owner = await Town.OwnerOfAsync("attar-house");
        var desk = await SignedInAsync(await Browsers.DeskAsync(), owner);
        await desk.GotoAsync(Town.At(Town.Store, ""));
        await desk.GetByRole(AriaRole.Button, new() { Name = "Dark", Exact = true }).ClickAsync();
        await Expect(desk.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");

        var phone = await SignedInAsync(await Browsers.PhoneAsync(), owner);
        await Expect(phone.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");
        await phone.GotoAsync(Town.At(Town.Identity, "account/preferences"));
        await Expect(phone.GetByRole(AriaRole.Radio, new() { Name = "Dark" })).ToBeCheckedAsync();
        await phone.GetByText("Light", new() { Exact = true }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Save the choice" }).ClickAsync();
        await Expect(phone.Locator("html")).ToHaveCSSAsync("color-scheme", "light");

        await desk.Context.ClearCookiesAsync(new() { Name = "theme-looked" }); // as ten seconds later
        await desk.ReloadAsync();
        await Expect(desk.Locator("html")).ToHaveCSSAsync("color-scheme", "light");
        await desk.GotoAsync(Town.At(Town.Portal, "vendor"));
        await Expect(desk.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await desk.GotoAsync(Town.At(Town.Identity, "account/preferences"));
        await desk.GetByText("As the device has them").ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save the choice" }).ClickAsync();
        await Expect(desk.Locator("html:not([data-theme])")).ToBeVisibleAsync();
    }

    private async Task<IPage> SignedInAsync(IPage page, string email)
    {
        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Town.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        return page;
    }
}
