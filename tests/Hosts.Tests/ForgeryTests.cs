using System.Net;
using Microsoft.AspNetCore.Routing;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>Other sites make a signed-in browser send whatever they like; it must come to nothing. And nobody is led away from here.</summary>
[Collection(nameof(Hosts))]
public sealed class ForgeryTests(Hosts hosts, ITestOutputHelper output)
{
    private const string Field = "__RequestVerificationToken";

    /// <summary>Reviewed: these do not act for a browser's cookie, or ask the person before they do.</summary>
    private static readonly string[] Exempt =
    [
        "POST /connect/token", "POST /connect/par", "POST /connect/introspect", "POST /connect/revoke", "POST /connect/userinfo", // by a client's secret or a token
        "POST /manage/users/{id:guid}/suspend", "POST /manage/users/{id:guid}/reactivate", "POST /manage/users/{id:guid}/end-sign-ins", "POST /manage/users/{id:guid}/require-password",
        "POST /manage/users/{id:guid}/remove-second-factor", "PUT /manage/users/{id:guid}/roles", // by a token in a header, which no browser has
        "POST /connect/authorize", "POST /connect/endsession", // as their GET: consent and signing out are asked for on a form of ours
        "POST /_blazor/negotiate", "POST /_blazor/disconnect", // the circuit's own, which begins with a token from the page
    ];

    private static readonly string[] Elsewhere =
    [
        "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\/\\/evil.example", "\\\\evil.example", "https:evil.example", "http:/evil.example", "/%09/evil.example",
        "/\t/evil.example", "\t//evil.example", "/%0d%0aLocation:%20https://evil.example", "/\r\nSet-Cookie:x=1", "https://store.marketplace.test@evil.example", "//store.marketplace.test.evil.example",
        "javascript:alert(1)", "data:text/html,x", "/%2fevil.example", "/%5cevil.example", "//evil%E3%80%82example", "https://store.marketplace.test.evil.example", " //evil.example", "/.//evil.example", "%2f%2fevil.example",
    ];

    [Theory]
    [InlineData(Hosts.Store, "/", 10)]
    [InlineData(Hosts.Portal, "/", 3)]
    [InlineData(Hosts.Identity, "/account", 3)]
    public async Task Whatever_changes_something_takes_only_forms_of_ours(string host, string pageWithForm, int atLeast)
    {
        using var victim = new Visitor(hosts, "203.0.113.30");
        await victim.RegisterAsync(Hosts.Store);
        var (_, page) = await victim.FollowAsync(new(host + pageWithForm));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var attacker = new Visitor(hosts, "203.0.113.31");
        await attacker.RegisterAsync(Hosts.Store);
        var (_, theirs) = await attacker.FollowAsync(new(host + pageWithForm));
        var stolen = await TokenOfAsync(theirs);

        var routes = Routes(host);
        var wrong = new List<string>();
        foreach (var (method, path) in routes)
        {
            foreach (var (what, body) in (IEnumerable<(string, HttpContent?)>)[
                ("nothing", null), ("a form without a token", Form()), ("a form with an empty token", Form((Field, ""))), ("a form with nonsense for a token", Form((Field, new string('A', 155)))),
                ("a form with another's token", Form((Field, stolen ?? "x"))), ("JSON as text", new StringContent("{\"a\":1}", null, "text/plain")),
                ("a form in parts without a token", new MultipartFormDataContent { { new StringContent("1"), "a" } })])
            {
                using var answer = await victim.SendAsync(new(method), host + path, body, ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"));
                var isForTokensOnly = answer.StatusCode == HttpStatusCode.Unauthorized && answer.Headers.WwwAuthenticate.Any(how => how.Scheme == "Bearer"); // the cookie opens nothing there
                if (answer.StatusCode != HttpStatusCode.BadRequest && answer.StatusCode != HttpStatusCode.UnsupportedMediaType && !isForTokensOnly)
                {
                    wrong.Add($"{method} {path} with {what}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        output.WriteLine($"{host}: {routes.Count} routes");
        Assert.True(routes.Count >= atLeast, $"{routes.Count} routes");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.Equal(HttpStatusCode.OK, (await victim.FollowAsync(new(Hosts.Store + "/account"))).Answer.StatusCode); // still signed in
    }

    [Fact]
    public async Task A_form_of_ours_is_taken_and_leads_nowhere_else()
    {
        using var visitor = new Visitor(hosts, "203.0.113.32");
        var token = (await TokenOfAsync(await visitor.GetAsync(Hosts.Store + "/")))!;
        foreach (var wanted in Elsewhere.Append("/shops?sort=name"))
        {
            foreach (var (path, fields) in (IEnumerable<(string, (string, string)[])>)[("/theme", [("theme", "dark")]), ("/place/choose", [("latitude", "12.91"), ("longitude", "80.24")]), ("/place/choose", [])])
            {
                using var answer = await visitor.SendAsync(HttpMethod.Post, Hosts.Store + path, Form([(Field, token), ("returnUrl", wanted), .. fields]));
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                StaysHere(Hosts.Store, answer, wanted);
                Assert.True(fields.Length == 0 || wanted != "/shops?sort=name" || answer.Headers.Location!.OriginalString == wanted);
            }
        }

        Assert.All(visitor.Seen.SelectMany(s => s.Answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []), cookie =>
            Assert.True(cookie.StartsWith("__Host-", StringComparison.Ordinal) || cookie.StartsWith("theme=", StringComparison.Ordinal), cookie));
    }

    [Fact]
    public async Task Signing_in_leads_nowhere_else()
    {
        using var visitor = new Visitor(hosts, "203.0.113.33");
        await visitor.RegisterAsync(Hosts.Store);
        foreach (var wanted in Elsewhere)
        {
            foreach (var start in (string[])[Hosts.Store + "/signin", Hosts.Portal + "/signin", Hosts.Identity + "/signin", Hosts.Identity + "/register", Hosts.Identity + "/signout", Hosts.Identity + "/signin/code", Hosts.Identity + "/account/confirm", Hosts.Identity + "/account/second-factor", Hosts.Identity + "/account/passkeys"])
            {
                var address = new Uri($"{start}?returnUrl={Uri.EscapeDataString(wanted)}");
                var answer = await visitor.GetAsync(address.AbsoluteUri);
                for (var hops = 0; answer.Headers.Location is { } next && hops < 10; hops++)
                {
                    StaysHere(address.GetLeftPart(UriPartial.Authority), answer, wanted);
                    address = new Uri(address, next);
                    answer = await visitor.GetAsync(address.AbsoluteUri);
                }

                Assert.True((int)answer.StatusCode < 500, $"{start} {wanted}");
                Assert.All(await Visitor.FieldsAsync(answer), f => Assert.True(f.Name != "returnUrl" || !Uri.TryCreate(new(start), f.Value, out var to) || to.Host == new Uri(start).Host, $"{start} {wanted}: {f.Value}"));
            }
        }
    }

    [Fact]
    public async Task Guests_of_the_store_are_limited_one_by_one_and_cannot_say_they_are_others()
    {
        Assert.Equal((100, 5), await WriteAsync(new("203.0.113.40", null)));
        Assert.Equal((0, 3), await WriteAsync(new("203.0.113.40", "203.0.113.77"), 3)); // whatever the browser says of itself
        Assert.Equal((100, 5), await WriteAsync(new("203.0.113.41", null)));
    }

    [Fact]
    public async Task Guests_who_search_through_the_store_are_limited_one_by_one()
    {
        const int Most = 600;
        using var greedy = new HttpClient(hosts.Proxy("203.0.113.42"));
        using var other = new HttpClient(hosts.Proxy("203.0.113.43"));
        var (found, refused) = (0, 0);
        while (refused == 0 && found <= 2 * Most) // the minute may end between
        {
            await Parallel.ForEachAsync(Enumerable.Range(found, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, ct) =>
            {
                using var search = new HttpRequestMessage(HttpMethod.Get, $"{Hosts.Store}/search?q=lamp{i}") { Headers = { { "X-Forwarded-For", $"203.0.113.{100 + (i % 100)}" } } }; // whatever it says of itself
                using var answer = await greedy.SendAsync(search, ct);
                Interlocked.Increment(ref answer.StatusCode == HttpStatusCode.OK ? ref found : ref refused);
            });
        }

        Assert.True(refused > 0 && found >= Most, $"{found} found, {refused} refused");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Hosts.Store + "/search?q=lamp0")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await greedy.GetAsync(Hosts.Store + "/")).StatusCode); // the pages that are the same for all are for all
    }

    /// <summary>Puts what does not exist into a cart, over the store: the API refuses each, or does not look at it any more.</summary>
    private async Task<(int Looked, int Limited)> WriteAsync((string From, string? Claims) guest, int times = 105)
    {
        using var visitor = new Visitor(hosts, guest.From);
        var token = (await TokenOfAsync(await visitor.GetAsync(Hosts.Store + "/")))!;
        var (looked, limited) = (0, 0);
        for (var i = 0; i < times; i++)
        {
            (string, string)[] headers = guest.Claims is null ? [] : [("X-Forwarded-For", guest.Claims)];
            using var answer = await visitor.SendAsync(HttpMethod.Post, Hosts.Store + "/cart/add", Form((Field, token), ("variant", Guid.CreateVersion7().ToString()), ("quantity", "1"), ("returnUrl", "/")), headers);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            _ = Uri.UnescapeDataString(answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-notice=", StringComparison.Ordinal))).Contains("often", StringComparison.Ordinal) ? limited++ : looked++;
        }

        return (looked, limited);
    }

    private List<(string Method, string Path)> Routes(string host) =>
    [
        .. from route in hosts.Routes(host)
           let path = "/" + (route.RoutePattern.RawText ?? "").Trim('/')
           where !path.Contains("{**", StringComparison.Ordinal)
           from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST"]
           where method is "POST" or "PUT" or "DELETE" or "PATCH" && !Exempt.Contains($"{method} {path}") && !path.StartsWith("/health", StringComparison.Ordinal) && !path.StartsWith("/_", StringComparison.Ordinal)
           select (method, HeaderTests.Fill(route.RoutePattern)),
    ];

    private static void StaysHere(string host, HttpResponseMessage answer, string wanted)
    {
        var location = answer.Headers.Location!;
        var to = new Uri(new Uri(host), location);
        Assert.True(to.Scheme == "https" && to.Host.EndsWith(".marketplace.test", StringComparison.Ordinal) && to.UserInfo.Length == 0, $"{wanted} leads to {location.OriginalString}");
        Assert.DoesNotContain("\\", location.OriginalString, StringComparison.Ordinal);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.StartsWith("x=", StringComparison.Ordinal)));
    }

    private static async Task<string?> TokenOfAsync(HttpResponseMessage page) => (await Visitor.FieldsAsync(page)).FirstOrDefault(f => f.Name == Field).Value;

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Append((Name: "a", Value: "1")).Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
