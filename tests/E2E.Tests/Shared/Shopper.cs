using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Contracts.Catalog;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>What a shopper does again and again in the stories; each step waits for what it leads to.</summary>
internal sealed partial class Shopper(Town town, IPage page)
{
    public IPage Page => page;

    public async Task AddAsync(ProductCard product)
    {
        await page.GotoAsync(Town.At(town.Store, $"products/{product.Slug}"));
        var before = await CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).First.ClickAsync();
        await Expect(Cart).ToHaveAccessibleNameAsync(before == 0 ? "Cart, 1 item" : $"Cart, {before + 1} items");
    }

    /// <summary>Opens the checkout and says who and where to.</summary>
    public async Task CheckOutAsync(string name, string phone, bool byHand = true)
    {
        await page.GotoAsync(Town.At(town.Store, "checkout"));
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("E-mail").FillAsync($"{Mailbox().Replace(name.ToLowerInvariant(), ".")}@tarapet.example");
        await SayWhereAsync(phone, byHand);
    }

    /// <summary>In the checkout of somebody whose name and mail are known.</summary>
    /// <param name="byHand">Presses the button that works the sums out; with script they come by themselves.</param>
    public async Task SayWhereAsync(string phone, bool byHand = true)
    {
        await page.GetByLabel("Phone").FillAsync(phone);
        await page.GetByLabel("House and street").FillAsync("22 Weavers’ Lane");
        await page.GetByLabel("Town", new() { Exact = true }).FillAsync("Tarapet");
        await page.GetByLabel("PIN code").FillAsync("600999");
        await page.GetByLabel("Latitude").FillAsync("12.9120");
        await page.GetByLabel("Longitude").FillAsync("80.2460");
        if (byHand)
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = QuoteButton() }).Last.ClickAsync();
        }

        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = PlaceButton() })).ToBeVisibleAsync();
        await SettledAsync();
    }

    /// <summary>"Bring it" or "Collect it", for one of the shops.</summary>
    public async Task ChooseAsync(string shop, string method)
    {
        await page.GetByRole(AriaRole.Group, new() { Name = shop }).GetByRole(AriaRole.Radio, new() { Name = method }).Locator("xpath=ancestor::label").ClickAsync();
        await SettledAsync();
    }

    public async Task PayByAsync(string method)
    {
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new($"^{method}") }).Locator("xpath=ancestor::label").ClickAsync();
        await SettledAsync();
    }

    /// <summary>Presses the button that carries the amount, and comes out at the payment page.</summary>
    /// <returns>The amount.</returns>
    public async Task<decimal> GoPayAsync()
    {
        var button = page.GetByRole(AriaRole.Button, new() { NameRegex = PayButton() });
        var amount = Amount(await button.InnerTextAsync());
        await button.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/sandbox/pay/", StringComparison.Ordinal));
        Assert.Equal(amount, Amount(await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()));
        return amount;
    }

    /// <summary>At the payment page: "Pay", "Decline" or "Leave".</summary>
    public async Task DecideAsync(string what)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = what == "Pay" ? PayButton() : new Regex($"^{what}$") }).ClickAsync();
        await page.WaitForURLAsync(url => OrderAddress().IsMatch(url));
    }

    /// <summary>The number of the order whose page is open.</summary>
    public string OrderNumber => OrderAddress().Match(page.Url).Groups[1].Value;

    public static decimal Amount(string text) => decimal.Parse(AmountIn().Match(text).Groups[1].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    public static string Rupees(decimal amount) => "₹" + amount.ToString(amount % 1 == 0 ? "N0" : "N2", CultureInfo.GetCultureInfo("en-IN"));

    private ILocator Cart => page.Locator(".site-header__icons a[href='/cart']");

    private async Task<int> CountAsync() => int.Parse(Digits().Match((await Cart.GetAttributeAsync("aria-label"))!).Value, CultureInfo.InvariantCulture);

    // With script the page works the sums out by itself after a change; what is typed or pressed next must not meet a sum of before.
    private Task SettledAsync() => Expect(page.Locator("#checkout button[aria-busy=true]")).ToHaveCountAsync(0);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex Mailbox();

    [GeneratedRegex("₹([0-9,]+(?:\\.[0-9]+)?)")]
    private static partial Regex AmountIn();

    [GeneratedRegex("^(Show delivery times|Work it out again)$")]
    private static partial Regex QuoteButton();

    [GeneratedRegex("^(Pay ₹|Order · ₹)")]
    private static partial Regex PlaceButton();

    [GeneratedRegex("^Pay ₹[0-9,.]+$")]
    private static partial Regex PayButton();

    [GeneratedRegex("/orders/([A-Z0-9-]+)")]
    private static partial Regex OrderAddress();
}
