using System.Globalization;
using System.Security.Cryptography;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A phone that was never here before, and the codes that it is texted.</summary>
internal static class PhoneEntry
{
    public static string NewNumber() => "+917" + RandomNumberGenerator.GetInt32(1_000_000_000).ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>From the sign-in page to the one that asks for the code.</summary>
    public static async Task AskAsync(IPage page, string number)
    {
        await page.GetByLabel("Mobile number", new() { Exact = true }).FillAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Text me a code" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look at your phone");
    }

    public static async Task GiveAsync(Town town, IPage page, string address)
    {
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(await CodeAsync(town, address));
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }

    /// <returns>The number, of which nobody has an account yet.</returns>
    public static async Task<string> ProveAsync(Town town, IPage page)
    {
        var number = NewNumber();
        await AskAsync(page, number);
        await GiveAsync(town, page, number);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nearly there");
        return number;
    }

    /// <returns>The number, which opens an account now.</returns>
    public static async Task<string> OpenAsync(Town town, IPage page)
    {
        var number = await ProveAsync(town, page);
        await page.GetByText("Go on with codes by text").ClickAsync();
        await page.GetByLabel("Your full name").FillAsync("Devaki Menon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/enter", StringComparison.Ordinal));
        return number;
    }

    /// <returns>The digits that were sent there last.</returns>
    public static Task<string> CodeAsync(Town town, string address) => town.ReadAsync<string>(
        "select payload->>'code' from shared.outbox where $1 in (payload->>'number', payload->>'recipient') and payload->>'code' is not null order by occurred_at desc limit 1", address);
}
