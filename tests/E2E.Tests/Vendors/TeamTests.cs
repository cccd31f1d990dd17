using System.Text.RegularExpressions;
using Marketplace.E2E.Tests.Identity;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Vendors;

/// <summary>Somebody new comes into a team by mail, works there, and is out again.</summary>
[Collection(nameof(Town))]
public sealed partial class TeamTests(Town town) : Story(town)
{
    private const string Shop = "Annapurna Provisions";
    private const string Name = "Devaki Menon";

    [Fact]
    public async Task A_new_packer_comes_by_mail_sees_what_the_role_is_for_and_is_out_within_a_minute()
    {
        var email = $"{Guid.CreateVersion7():N}@tarapet.example";
        var owner = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync("annapurna-provisions"), "vendor/team");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await owner.GetByLabel("Email").FillAsync(email);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(owner.GetByText(email, new() { Exact = true })).ToBeVisibleAsync();

        var packer = await Browsers.PhoneAsync();
        await packer.GotoAsync(Link().Match(await MailAsync(packer, email, "team-invitation", WorkFor())).Value);
        await RegisterAsync(packer, email);
        await Expect(packer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");
        var codePage = packer.Url;
        var code = Code().Match(await MailAsync(packer, email, "confirm-email", YourCode())).Value;
        await packer.GotoAsync(codePage);
        await packer.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await packer.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(packer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Work for {Shop}");
        await packer.GetByRole(AriaRole.Button, new() { Name = "Accept and open the shop" }).ClickAsync();

        var rail = packer.GetByRole(AriaRole.Navigation, new() { Name = "Shop", Exact = true });
        await Expect(rail.GetByRole(AriaRole.Link, new() { NameRegex = new("^Today") })).ToBeVisibleAsync();
        await Expect(rail.GetByRole(AriaRole.Link, new() { Name = "Figures" })).ToHaveCountAsync(0);
        await packer.GotoAsync(Town.At(Town.Portal, "vendor/figures"));
        await Expect(packer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is not open to you");
        await packer.GetByRole(AriaRole.Link, new() { Name = "Go to the start" }).ClickAsync();
        await Expect(packer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Today");

        await owner.GetByRole(AriaRole.Button, new() { Name = $"Remove {Name}" }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = $"Remove “{Name}”" }).ClickAsync();

        await Expect(packer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"You do not work for {Shop} any more", new() { Timeout = 60_000 });
        await Expect(owner.GetByText($"took {Name} out of the team")).ToBeVisibleAsync();
    }

    private static async Task RegisterAsync(IPage page, string email)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Open an account", Exact = true }).ClickAsync();
        await page.GetByLabel("Full name").FillAsync(Name);
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(SecondStep.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
    }

    private async Task<string> MailAsync(IPage page, string email, string kind, Regex subject)
    {
        await Town.EventuallyAsync("Sent", "select coalesce(max(state), '') from notifications.mails where recipient = $1 and kind = '" + kind + "'", email);
        await page.GotoAsync(Town.At(Town.Api, "mail"));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = subject }).First.ClickAsync();
        return (await page.Locator(".mail-text").TextContentAsync())!;
    }

    [GeneratedRegex("^Work for " + Shop)]
    private static partial Regex WorkFor();

    [GeneratedRegex("^Your code for")]
    private static partial Regex YourCode();

    [GeneratedRegex(@"http\S+/invitation\?key=\S+")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^\d{6}$")]
    private static partial Regex Code();
}
