namespace Marketplace.Hosts.Tests;

/// <summary>The number on the cart's icon lies in the browser; a signed-in shopper fills the cart from several.</summary>
[Collection(nameof(Hosts))]
public sealed class CartCountTests(Hosts hosts)
{
    [Fact]
    public async Task Who_is_signed_in_keeps_the_number_for_minutes_only()
    {
        using var shopper = new Visitor(hosts);
        await shopper.RegisterAsync(Hosts.Store);

        var remembered = shopper.Seen.SelectMany(s => s.Answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).Single(c => c.StartsWith("__Host-cart_count=", StringComparison.Ordinal));
        Assert.Contains("max-age=300;", remembered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cart_s_own_page_shows_what_is_in_it_and_not_what_the_browser_remembers()
    {
        using var shopper = new Visitor(hosts);
        await shopper.RegisterAsync(Hosts.Store);
        shopper.Keep(Hosts.Store, "__Host-cart_count", "7");
        Assert.Contains("\"Cart, 7 items\"", await (await shopper.GetAsync(Hosts.Store + "/shops")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Contains("\"Cart, 0 items\"", await (await shopper.GetAsync(Hosts.Store + "/cart")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"Cart, 0 items\"", await (await shopper.GetAsync(Hosts.Store + "/shops")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
