using System.Net;

namespace Marketplace.Hosts.Tests;

/// <summary>S-44: pages of others get nothing out of our hosts by a browser in which somebody is signed in.</summary>
[Collection(nameof(Hosts))]
public sealed class StrangeOriginTests(Hosts hosts)
{
    private static readonly string[] Strange =
    [
        "null", "https://good.evil", "https://store.marketplace.test.evil.example", "https://evilstore.marketplace.test", "https://evil-marketplace.test", "http://store.marketplace.test",
        "https://store.marketplace.test:8443", "https://api.marketplace.test@evil.example", "https://STORE.marketplace.test.evil.example", "file://", "%", "https://store.marketplace.test https://evil.example",
    ];

    private static readonly string[] Routes =
    [
        Hosts.Api + "/api/v1/me", Hosts.Api + "/api/v1/orders", Hosts.Api + "/api/v1/store", Hosts.Api + "/api/v1/admin/users", Hosts.Api + "/ws/orders/negotiate", Hosts.Api + "/nowhere", Hosts.Api + "/openapi/v1.json",
        Hosts.Identity + "/connect/token", Hosts.Identity + "/connect/userinfo", Hosts.Identity + "/connect/authorize", Hosts.Identity + "/signin", Hosts.Identity + "/account", Hosts.Identity + "/.well-known/openid-configuration",
        Hosts.Store + "/", Hosts.Store + "/cart", Hosts.Store + "/orders", Hosts.Store + "/theme", Hosts.Portal + "/", Hosts.Portal + "/signout", Hosts.Portal + "/_blazor/negotiate",
    ];

    [Fact]
    public async Task No_route_of_any_host_answers_the_page_of_a_stranger()
    {
        using var visitor = new Visitor(hosts, "203.0.113.135");
        await visitor.RegisterAsync(Hosts.Store);
        await visitor.FollowAsync(new(Hosts.Portal + "/"));
        var wrong = new List<string>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in Routes)
        {
            foreach (var origin in Strange)
            {
                foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Options])
                {
                    using var answer = await visitor.SendAsync(method, route, null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization"));
                    string Told(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
                    var (allowed, credentials) = (Told("Access-Control-Allow-Origin"), Told("Access-Control-Allow-Credentials"));
                    if (allowed == "*" && credentials.Length == 0)
                    {
                        open.Add(route);
                    }
                    else if (allowed.Length + credentials.Length > 0)
                    {
                        wrong.Add($"{method} {route} for {origin}: {allowed} {credentials}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal([Hosts.Identity + "/.well-known/openid-configuration"], open); // what everybody may know
    }

    [Fact]
    public async Task Our_own_pages_are_answered_where_they_listen()
    {
        using var guest = new Visitor(hosts, "203.0.113.136");
        foreach (var origin in (string[])[Hosts.Store, Hosts.Portal])
        {
            using var answer = await guest.SendAsync(HttpMethod.Options, Hosts.Api + "/ws/orders/negotiate", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
            Assert.Equal((HttpStatusCode.NoContent, origin), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
        }
    }
}
