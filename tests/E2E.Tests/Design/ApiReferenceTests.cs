using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>The API's reference. Its page is made by Scalar; what people see of it is ours to answer for.</summary>
[Collection(nameof(Town))]
public sealed class ApiReferenceTests(Town town) : Story(town)
{
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

        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("You are signed in for 10 minutes. Requests may use orders.read, vendor.orders");
        Assert.DoesNotContain("code=", page.Url, StringComparison.Ordinal);
    }
}
