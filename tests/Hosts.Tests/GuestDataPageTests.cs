using System.Net;

namespace Marketplace.Hosts.Tests;

/// <summary>The page on which guests ask for what is stored of them. That the right code opens it is tried at the API.</summary>
[Collection(nameof(Hosts))]
public sealed class GuestDataPageTests(Hosts hosts)
{
    [Fact]
    public async Task Says_the_same_for_every_address_and_opens_nothing_without_the_code()
    {
        using var guest = new Visitor(hosts, "203.0.113.138");
        var address = new Uri(Hosts.Store + "/orders/data");
        var first = await guest.GetAsync(address.AbsoluteUri);
        Assert.True(first.Headers.CacheControl?.NoStore);

        Assert.Contains("Enter an e-mail address", await ReadAsync(await guest.SubmitAsync(address, first, ("email", "nobody"))), StringComparison.Ordinal);
        var asked = await guest.SubmitAsync(address, first, ("email", "nobody@example.test"));

        var page = await ReadAsync(asked);
        Assert.Contains("Look into your mail", page, StringComparison.Ordinal);
        Assert.Contains("nobody@example.test", page, StringComparison.Ordinal);
        var refused = await guest.SubmitAsync(address, asked, ("code", "123456"));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("This is not the code that we sent last", await ReadAsync(refused), StringComparison.Ordinal);
        var copy = await guest.SubmitAsync(new(Hosts.Store + "/orders/data/copy"), asked, ("code", "123456"));
        Assert.EndsWith("/orders/data?wrong=1", copy.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("Ask for a new one.", await ReadAsync(await guest.GetAsync(Hosts.Store + "/orders/data?wrong=1")), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
}
