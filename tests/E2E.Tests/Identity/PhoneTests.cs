using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A phone opens an account and signs in, into the shops too, with codes by text alone.</summary>
[Collection(nameof(Town))]
public sealed class PhoneTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_number_is_all_that_a_shopper_needs_and_no_script_either()
    {
        var page = await Browsers.PhoneAsync(javaScript: false);
        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        var number = await PhoneEntry.OpenAsync(Town, page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await PhoneEntry.AskAsync(page, number);
        await PhoneEntry.GiveAsync(Town, page, number);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Devaki Menon");
        await page.GotoAsync(Town.At(Town.Api, "mail"));
        await Expect(page.GetByText(number).First).ToBeVisibleAsync();
    }
}
