using System.Net;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>For whom a request counts. The limit is three reads a minute; 192.0.2.1 and 198.51.100.0/24 are ours.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class CallerAddressTests : IDisposable
{
    private readonly Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> _limited;

    public CallerAddressTests(MarketplaceApp app) => _limited = app.WithWebHostBuilder(web => web
        .UseSetting("RateLimits:Reads", "3").UseSetting("RateLimits:Sensitive", "2").UseSetting("Proxies:0", "192.0.2.1").UseSetting("Proxies:1", "198.51.100.0/24"));

    public void Dispose() => _limited.Dispose();

    [Fact]
    public async Task Each_caller_has_a_limit_of_their_own_and_nobody_talks_themselves_out_of_it()
    {
        // Whoever calls directly may say what they like.
        Assert.Equal("200 200 200 429 429", await AskAsync(5, i => ("203.0.113.7", $"203.0.113.{100 + i}")));
        Assert.Equal("429", await AskAsync(1, _ => ("203.0.113.7", "127.0.0.1")));
        Assert.Equal("200", await AskAsync(1, _ => ("203.0.113.8", null)));

        // Guests of a host of ours are counted one by one.
        Assert.Equal("200 200 200 429", await AskAsync(4, _ => ("192.0.2.1", "203.0.113.20")));
        Assert.Equal("200 200 200 429", await AskAsync(4, _ => ("192.0.2.1", "203.0.113.21")));
        Assert.Equal("429", await AskAsync(1, _ => ("198.51.100.77", "203.0.113.21")));
        Assert.Equal("429", await AskAsync(1, _ => ("::ffff:192.0.2.1", "203.0.113.21")));

        // What a guest of ours claims stands before what our proxies saw, and counts for nothing; from proxy to proxy it is followed.
        Assert.Equal("429 429", await AskAsync(2, i => ("192.0.2.1", $"9.9.9.{i}, 203.0.113.21")));
        Assert.Equal("429 429", await AskAsync(2, i => ("192.0.2.1", $"9.9.9.{i}, 203.0.113.21, 198.51.100.4")));

        // A network of IPv6 is one caller.
        Assert.Equal("200 200 200 429", await AskAsync(4, i => ("2001:db8:1:2::" + i, null)));
        Assert.Equal("200", await AskAsync(1, _ => ("2001:db8:1:3::1", null)));

        // What our hosts ask for nobody in particular, they ask for all.
        Assert.Equal("200 200 200 200 200 200", await AskAsync(6, _ => ("192.0.2.1", null)));

        // Nonsense in the header leaves the caller who they are.
        Assert.Equal("429", await AskAsync(1, _ => ("203.0.113.7", "nonsense")));
    }

    [Fact]
    public async Task Guesses_at_orders_are_limited_more_strictly_and_a_user_everywhere_as_one()
    {
        Assert.Equal("404 404 429", await AskAsync(3, i => ("203.0.113.40", null), "/api/v1/orders/MK-0000-0000?token=x"));
        var user = $"{TestSignIn.SchemeName} {UserId.New().Value}";
        Assert.Equal("200 200 200 429", await AskAsync(4, i => ($"203.0.113.{50 + i}", null), "/api/v1/me/notifications", user));
    }

    private async Task<string> AskAsync(int times, Func<int, (string From, string? For)> caller, string path = "/api/v1/cart", string? authorization = null)
    {
        var answers = new int[times];
        for (var i = 0; i < times; i++)
        {
            var (from, forwarded) = caller(i);
            var answer = await _limited.Server.SendAsync(http =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);
                (http.Request.Method, http.Request.Path, http.Request.QueryString) = ("GET", path.Split('?')[0], new(path.Contains('?', StringComparison.Ordinal) ? "?token=x" : ""));
                http.Request.Headers["X-Forwarded-For"] = forwarded;
                http.Request.Headers.Authorization = authorization;
            });
            answers[i] = answer.Response.StatusCode;
        }

        return string.Join(' ', answers);
    }
}
