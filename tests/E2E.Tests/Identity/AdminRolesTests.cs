using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>A super administrator makes somebody support, who does what support does and no more, until the role is taken.</summary>
[Collection(nameof(Town))]
public sealed class AdminRolesTests(Town town) : Story(town)
{
    private const float Minute = 60_000;

    [Fact]
    public async Task A_role_opens_its_part_and_closes_it_within_a_minute_when_it_is_taken()
    {
        var super = await Town.PortalAsync(await Browsers.DeskAsync(), "ishaan@tarapet.example", "admin/users?search=lalitha");
        await super.GetByRole(AriaRole.Link, new() { Name = "Lalitha Raman", Exact = true }).ClickAsync();
        await super.GetByRole(AriaRole.Switch, new() { Name = "Support" }).CheckAsync();
        await super.GetByRole(AriaRole.Button, new() { Name = "Save the roles" }).ClickAsync();
        await Expect(super.GetByText("none → support")).ToBeVisibleAsync();

        var support = await Town.PortalAsync(await Browsers.DeskAsync(), "lalitha@tarapet.example", "admin/users?search=nikhil");
        var parts = support.GetByRole(AriaRole.Navigation, new() { Name = "Operations" });
        await Expect(parts.GetByRole(AriaRole.Link, new() { Name = "Orders" })).ToBeVisibleAsync();
        await Expect(parts.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        await support.GetByRole(AriaRole.Link, new() { Name = "Nikhil Joshi", Exact = true }).ClickAsync();
        await Expect(support.GetByRole(AriaRole.Heading, new() { Name = "Roles in operations" })).ToHaveCountAsync(0);
        await support.GetByRole(AriaRole.Button, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await support.GetByLabel("Why").FillAsync("Orders and never pays.");
        await support.GetByRole(AriaRole.Button, new() { Name = "Suspend “Nikhil Joshi”" }).ClickAsync();
        await Expect(support.GetByText("Orders and never pays.").First).ToBeVisibleAsync();

        var shopper = await Browsers.PhoneAsync();
        await shopper.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await shopper.GetByLabel("Email").FillAsync("nikhil@tarapet.example");
        await shopper.GetByLabel("Password").FillAsync(Town.Password);
        await shopper.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(shopper.GetByText("This account is suspended")).ToBeVisibleAsync();

        await support.GetByRole(AriaRole.Button, new() { Name = "Reactivate the account" }).ClickAsync();
        await Expect(support.GetByText("Active", new() { Exact = true })).ToBeVisibleAsync();

        await super.GetByRole(AriaRole.Switch, new() { Name = "Support" }).UncheckAsync();
        await super.GetByRole(AriaRole.Button, new() { Name = "Save the roles" }).ClickAsync();
        await Expect(super.GetByText("support → none")).ToBeVisibleAsync();
        await Expect(support.GetByRole(AriaRole.Heading, new() { Name = "This page is not open to you" })).ToBeVisibleAsync(new() { Timeout = Minute });
    }
}
