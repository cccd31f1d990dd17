using System.Net.WebSockets;

namespace Marketplace.Hosts.Tests;

/// <summary>Who may keep how many of the portal's sockets open.</summary>
[Collection(nameof(Hosts))]
public sealed class CircuitGuardTests(Hosts hosts)
{
    private const int Most = 30;

    [Fact]
    public async Task Nobody_holds_all_the_circuits()
    {
        using var greedy = new Visitor(hosts, "203.0.113.90");
        using var other = new Visitor(hosts, "203.0.113.91");
        foreach (var visitor in (Visitor[])[greedy, other])
        {
            await visitor.RegisterAsync(Hosts.Portal);
        }

        var open = new List<ClientWebSocket>();
        for (var i = 0; i < Most; i++)
        {
            open.Add(await hosts.SocketAsync(Hosts.Portal, "/_blazor", greedy.CookiesFor(Hosts.Portal), Hosts.Portal));
        }

        Assert.Contains("429", (await Assert.ThrowsAsync<WebSocketException>(() => hosts.SocketAsync(Hosts.Portal, "/_blazor", greedy.CookiesFor(Hosts.Portal), Hosts.Portal))).Message, StringComparison.Ordinal);
        open.Add(await hosts.SocketAsync(Hosts.Portal, "/_blazor", other.CookiesFor(Hosts.Portal), Hosts.Portal));
        open[0].Abort();
        for (var tries = 0; open.Count < Most + 2; tries++)
        {
            try
            {
                open.Add(await hosts.SocketAsync(Hosts.Portal, "/_blazor", greedy.CookiesFor(Hosts.Portal), Hosts.Portal));
            }
            catch (WebSocketException) when (tries < 100)
            {
                await Task.Delay(100); // the server has not seen yet that the first is gone
            }
        }

        open.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(Hosts.Store)]
    public async Task A_page_of_somebody_else_opens_none(string origin)
    {
        using var victim = new Visitor(hosts, "203.0.113.92");
        await victim.RegisterAsync(Hosts.Portal);

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => hosts.SocketAsync(Hosts.Portal, "/_blazor", victim.CookiesFor(Hosts.Portal), origin));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }
}
