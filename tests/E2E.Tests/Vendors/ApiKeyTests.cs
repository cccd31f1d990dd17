using System.Net;
using System.Net.Http.Headers;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Vendors;

/// <summary>A shop makes a key for its till, which reads the orders with it until the key is revoked.</summary>
[Collection(nameof(Town))]
public sealed class ApiKeyTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_key_opens_the_orders_of_its_shop_until_it_is_revoked()
    {
        var page = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync("tail-and-whisker"), "vendor/api-keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        await page.GetByLabel("Which program is it for").FillAsync("Till at the door");
        await page.GetByLabel("See orders with names").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var key = await page.Locator("#new-key .secret").InnerTextAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync("vendor/orders", key));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("vendor/products", key));

        await page.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke Till at the door" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key" }).ClickAsync();
        await Expect(page.GetByText("Revoked", new() { Exact = true })).ToBeVisibleAsync();
        await Town.EventuallyAsync(HttpStatusCode.Unauthorized, () => AskAsync("vendor/orders", key)); // within seconds, as the dialog says
    }

    private async Task<HttpStatusCode> AskAsync(string path, string key)
    {
        using var http = new HttpClient { BaseAddress = Town.Api };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.GetAsync(new Uri($"api/v1/{path}", UriKind.Relative));
        return answer.StatusCode;
    }
}
