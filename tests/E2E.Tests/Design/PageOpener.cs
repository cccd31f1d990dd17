using System.Text.RegularExpressions;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Brings a page of the list onto the screen, with everything that it loads.</summary>
internal sealed partial class PageOpener(Town town, Browsing browsers)
{
    public async Task<IPage> OpenAsync(PageState state)
    {
        var who = state.Who is { } known && PageList.Lookups.TryGetValue(known, out var query) ? await town.ReadAsync<string>(query) : state.Who;
        Assert.True(state.Who is null == who is null, $"There is no {state.Who} in this town.");
        var page = await browsers.DeskAsync(who is null ? null : await town.SignedInAsync(who));
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce, ColorScheme = ColorScheme.Light });
        if (state.HasCart)
        {
            var shopper = new Shopper(town, page);
            await shopper.AddAsync(await town.SimpleProductAsync("loom-and-selvedge"));
            await shopper.AddAsync(await town.SimpleProductAsync("coppersmith-kitchenware"));
        }

        var path = state.Path;
        foreach (Match braces in Braces().Matches(state.Path))
        {
            path = path.Replace(braces.Value, await LookUpAsync(braces.Groups[1].Value), StringComparison.Ordinal);
        }

        await page.GotoAsync(Town.At(HostOf(state.On), path));
        if (state.Email is { } email)
        {
            await page.GetByLabel("Email").FillAsync(email);
            await page.Locator("main form .button--primary").ClickAsync();
            await Expect(page.GetByLabel("Email")).ToBeHiddenAsync();
            await page.WaitForURLAsync(url => url.StartsWith(HostOf(state.On).ToString(), StringComparison.Ordinal)); // on the way there the field is gone already
        }

        if (state.Steps is { } steps)
        {
            await steps(page);
        }

        if (state.StepsWithCode is { } stepsWithCode)
        {
            await stepsWithCode(town, page);
        }

        // Who is not let in is asked to sign in, which is another page.
        Assert.StartsWith(HostOf(state.On).ToString(), page.Url, StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
        return page;
    }

    private async Task<string> LookUpAsync(string name) => name == "mail" ? await FirstMailAsync() : await town.ReadAsync<string>(PageList.Lookups[name]);

    private async Task<string> FirstMailAsync()
    {
        var page = await browsers.DeskAsync();
        var shopper = new Shopper(town, page);
        await shopper.AddAsync(await town.SimpleProductAsync("loom-and-selvedge"));
        await shopper.CheckOutAsync("Devaki Menon", "+91 98400 55551");
        await shopper.PayByAsync("Cash");
        await page.GetByRole(AriaRole.Button, new() { Name = "Order · ₹" }).ClickAsync();
        await Expect(page.GetByText("Your order is in.")).ToBeVisibleAsync();
        await town.EventuallyAsync("Sent", "select state from notifications.mails where kind = 'order-confirmation' and subject like $1", $"%{shopper.OrderNumber}%");
        await page.GotoAsync(Town.At(town.Api, "mail"));
        return (await page.Locator(".mails a").First.GetAttributeAsync("href"))!.Split('/')[^1];
    }

    private Uri HostOf(Surface surface) => surface switch
    {
        Surface.Store => town.Store,
        Surface.Portal => town.Portal,
        Surface.Accounts => town.Identity,
        _ => town.Api,
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}
