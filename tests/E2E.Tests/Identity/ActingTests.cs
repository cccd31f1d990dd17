using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Support sees what a shopper sees, may do little in that place, stops, and the shopper reads of it.</summary>
[Collection(nameof(Town))]
public sealed class ActingTests(Town town) : Story(town)
{
    private const string Email = "rohan@tarapet.example";

    [Fact]
    public async Task Support_acts_for_a_shopper_who_is_told_of_it()
    {
        var name = await Town.ReadAsync<string>("select full_name from identity.users where email = $1", Email);
        var support = await Town.PortalAsync(await Browsers.DeskAsync(), "devika@tarapet.example", "admin/users?search=rohan");
        await support.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await support.GetByRole(AriaRole.Button, new() { Name = "See what they see" }).ClickAsync();
        await support.GetByLabel("Why").FillAsync("Cannot find Tuesday’s order.");
        await support.GetByRole(AriaRole.Button, new() { Name = $"Act for “{name}”" }).ClickAsync();
        await Expect(Title(support)).ToHaveTextAsync($"You act for {name}");

        await support.GetByRole(AriaRole.Link, new() { Name = "Open the shops as them" }).ClickAsync();
        await Expect(Title(support)).ToHaveTextAsync(name);
        var banner = support.GetByRole(AriaRole.Status).Filter(new() { HasText = $"You act for {name}" });
        await Expect(banner).ToBeVisibleAsync();

        var address = await Town.ReadAsync<string>("select label from orders.addresses where user_id = (select id from identity.users where email = $1) order by label limit 1", Email);
        await support.GotoAsync(Town.At(Town.Store, "account/addresses"));
        await support.GetByRole(AriaRole.Button, new() { Name = $"Remove {address}" }).ClickAsync();
        await Expect(support.GetByText("This is theirs alone to do")).ToBeVisibleAsync();
        await Town.EventuallyAsync(true, "select exists (select from orders.addresses where label = $2 and user_id = (select id from identity.users where email = $1))", Email, address);

        await support.GotoAsync(Town.At(Town.Store, "account"));
        await banner.GetByRole(AriaRole.Link, new() { Name = "Stop" }).ClickAsync();
        await Expect(Title(support)).ToHaveTextAsync(name);
        Assert.StartsWith(Town.At(Town.Portal, "admin/users/"), support.Url, StringComparison.Ordinal);
        await Town.EventuallyAsync(0, async () =>
        {
            await support.GotoAsync(Town.At(Town.Store, "account")); // the store hears of it within seconds
            return await support.GetByText(name).CountAsync();
        });

        var shopper = await Browsers.PhoneAsync();
        await shopper.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Faccount"));
        await shopper.GetByLabel("Email").FillAsync(Email);
        await shopper.GetByLabel("Password").FillAsync(Town.Password);
        await shopper.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(Title(shopper)).ToHaveTextAsync(name);
        await shopper.GotoAsync(Town.At(Town.Identity, "account"));
        await Expect(shopper.GetByText("Support saw your pages as you do")).ToBeVisibleAsync();
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });
}
