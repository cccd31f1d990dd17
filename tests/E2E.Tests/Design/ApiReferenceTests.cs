using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>The API's reference. Its page is made by Scalar; what people see of it is ours to answer for.</summary>
[Collection(nameof(Town))]
public sealed class ApiReferenceTests(Town town) : Story(town)
{
    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Leads_to_the_guides(int width)
    {
        var page = await Browsers.DeskAsync();
        await page.SetViewportSizeAsync(width, 900);
        await page.GotoAsync(new Uri(Town.Api, "docs").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "How to begin" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The API, for programs of others");
        await page.GetByRole(AriaRole.Link, new() { Name = "The table" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ask for little" })).ToBeInViewportAsync();

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var findings = await Accessibility.FindingsAsync(page);
            Assert.True(findings.Count == 0, $"{scheme}: {string.Join("\n", findings)}");
        }
    }

    [Fact]
    public async Task Is_for_everybody_and_signs_a_shopkeeper_in()
    {
        var page = await Browsers.DeskAsync();
        await page.GotoAsync(new Uri(Town.Api, "docs").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Marketplace API" })).ToBeVisibleAsync();
        var findings = await Accessibility.FindingsAsync(page);
        Assert.True(findings.Count == 0, string.Join("\n", findings));

        await page.GotoAsync(new Uri(Town.Api, "docs#tag/vendor-orders/GET/api/v1/vendor/orders").ToString());
        await page.GetByText("Sign in to try").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Order for you" }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByLabel("Email").FillAsync(await Town.OwnerOfAsync("annapurna-provisions"));
        await page.GetByLabel("Password").FillAsync(Town.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Let API reference in?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let it in", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("You are signed in for 10 minutes. Requests may use orders.read, profile.read");
        Assert.DoesNotContain("code=", page.Url, StringComparison.Ordinal);
    }
}
