using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A browser with an authenticator of its own, which always finds the right finger.</summary>
internal static class Passkeys
{
    public static async Task GiveAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public static async Task NoneAsync(Town town, IPage page)
    {
        await SecondStep.RegisterAsync(town, page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" })).ToBeVisibleAsync();
    }

    public static async Task OnlyAsync(Town town, IPage page)
    {
        await MakeAsync(town, page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to security" }).ClickAsync();
        await page.GetByText("Do without a password").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the password" }).ClickAsync();
        await Expect(page.GetByText("The password is removed.")).ToBeVisibleAsync();
    }

    /// <summary>From the page on which an account is opened to one with a passkey.</summary>
    /// <returns>The account's address.</returns>
    public static async Task<string> MakeAsync(Town town, IPage page, string name = "Devaki's phone")
    {
        await GiveAuthenticatorAsync(page);
        var email = await SecondStep.RegisterAsync(town, page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a passkey" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Expect(page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        return email;
    }
}
