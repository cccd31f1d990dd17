using System.Globalization;
using System.Security.Cryptography;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A new account, from the page on which it is opened to one with a second step, and the app that makes its codes.</summary>
internal static class SecondStep
{
    public const string Password = "a lantern over the quay";

    /// <returns>The account's address.</returns>
    public static async Task<string> RegisterAsync(Town town, IPage page)
    {
        var email = await BeginToRegisterAsync(page);
        await PhoneEntry.GiveAsync(town, page, email);
        await page.WaitForURLAsync("**/account");
        return email;
    }

    /// <summary>From the form to the page that asks for the code.</summary>
    /// <returns>Where the code is sent.</returns>
    public static async Task<string> BeginToRegisterAsync(IPage page)
    {
        var email = $"{Guid.CreateVersion7():N}@tarapet.example";
        await page.GetByLabel("Full name").FillAsync("Devaki Menon");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");
        return email;
    }

    public static async Task<string> OpenAsync(Town town, IPage page)
    {
        var email = await RegisterAsync(town, page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Set up a second step" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set it up" })).ToBeVisibleAsync();
        return email;
    }

    public static async Task<string> BeginAsync(Town town, IPage page)
    {
        var email = await OpenAsync(town, page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        await Expect(page.GetByLabel("Code from the app")).ToBeVisibleAsync();
        return email;
    }

    /// <returns>The address, and the secret of the app.</returns>
    public static async Task<(string Email, string Secret)> TurnOnAsync(Town town, IPage page)
    {
        var email = await BeginAsync(town, page);
        var secret = (await page.Locator("ol code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code from the app").FillAsync(CodeOf(secret));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn the second step on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Keep these ten codes");
        return (email, secret);
    }

    public static async Task LookAtAsync(Town town, IPage page)
    {
        await TurnOnAsync(town, page);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Recovery codes, or turn it off" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your second step");
    }

    public static async Task AskedAsync(Town town, IPage page)
    {
        var (email, _) = await TurnOnAsync(town, page);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(new(page.Url), "/signin").ToString());
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Now the code");
    }

    /// <summary>What an app shows now, by RFC 6238.</summary>
    /// <param name="later">So many half minutes later.</param>
    public static string CodeOf(string secret, int later = 0)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        byte[] key = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
        var step = BitConverter.GetBytes((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + later);
        Array.Reverse(step);
#pragma warning disable CA5350 // what the apps do
        var mac = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var at = mac[^1] & 0xF;
        var number = ((mac[at] & 0x7F) << 24) | (mac[at + 1] << 16) | (mac[at + 2] << 8) | mac[at + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
