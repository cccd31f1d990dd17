using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Marketplace.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Npgsql;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>What browsers are told with every page, file, redirect and error of every host, and what they are given to keep.</summary>
[Collection(nameof(Hosts))]
public sealed partial class HeaderTests(Hosts hosts, ITestOutputHelper output)
{
    private static readonly string[] HostsByName = [Hosts.Api, Hosts.Identity, Hosts.Store, Hosts.Portal];

    [Fact]
    public async Task Every_answer_of_every_host_protects_the_browser()
    {
        using var guest = new Visitor(hosts, "203.0.113.20");
        await WalkAsync(guest);
        using var user = new Visitor(hosts, "203.0.113.21");
        await user.RegisterAsync(Hosts.Store);
        await user.FollowAsync(new(Hosts.Portal + "/"));
        await WalkAsync(user);

        var answers = guest.Seen.Concat(user.Seen).ToList();
        var complaints = new List<string>();
        foreach (var (address, answer) in answers)
        {
            complaints.AddRange(from complaint in await ComplaintsAsync(address, answer) select $"{(int)answer.StatusCode} {address.GetLeftPart(UriPartial.Path)}: {complaint}");
        }

        output.WriteLine($"{answers.Count} answers: {string.Join(", ", answers.GroupBy(a => (int)a.Answer.StatusCode).OrderBy(g => g.Key).Select(g => $"{g.Count()} x {g.Key}"))}");
        Assert.All(HostsByName, host => Assert.True(answers.Count(a => a.Address.AbsoluteUri.StartsWith(host, StringComparison.Ordinal)) > 10, host));
        Assert.All((int[])[200, 302, 400, 401, 404, 405], status => Assert.Contains(answers, a => (int)a.Answer.StatusCode == status));
        Assert.True(complaints.Count == 0, string.Join(Environment.NewLine, complaints.Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>The pages that only some people get, which the others are sent away from.</summary>
    [Theory]
    [InlineData("admin", "/admin/orders")]
    [InlineData("rider", "/rider")]
    public async Task Every_answer_of_the_portal_protects_the_browser_whatever_somebody_is(string role, string home)
    {
        using var visitor = new Visitor(hosts, $"203.0.113.{140 + role.Length}");
        await visitor.RegisterAsync(Hosts.Store);
        await MakeAsync(visitor.Email, role);
        var (address, page) = await visitor.FollowAsync(new(Hosts.Portal + home));
        Assert.Equal((Hosts.Portal + home, HttpStatusCode.OK), (address.AbsoluteUri, page.StatusCode));
        visitor.Seen.Clear();

        await WalkAsync(visitor, Hosts.Portal);

        Assert.True(visitor.Seen.Count(s => s.Answer.StatusCode == HttpStatusCode.OK) > 20, string.Join(' ', visitor.Seen.Select(s => (int)s.Answer.StatusCode)));
        var complaints = new List<string>();
        foreach (var (seen, answer) in visitor.Seen)
        {
            complaints.AddRange(from complaint in await ComplaintsAsync(seen, answer) select $"{(int)answer.StatusCode} {seen.GetLeftPart(UriPartial.Path)}: {complaint}");
            Assert.DoesNotMatch(Token(), await answer.Content.ReadAsStringAsync());
        }

        Assert.Empty(complaints.Distinct());
    }

    /// <summary>O-172: the hosts hold the tokens; a browser gets none in a page, an address or a header, and scripts keep nothing but what is listed here.</summary>
    [Fact]
    public async Task Browsers_are_given_no_token_and_no_code_that_stays()
    {
        using var user = new Visitor(hosts, "203.0.113.24");
        await user.RegisterAsync(Hosts.Store);
        foreach (var address in (string[])["/", "/account", "/orders", "/cart", "/checkout", "/notifications"])
        {
            await user.FollowAsync(new(Hosts.Store + address));
        }

        await user.FollowAsync(new(Hosts.Portal + "/"));
        foreach (var path in (string[])["/account", "/account/privacy", "/account/apps", "/developer"])
        {
            await user.FollowAsync(new(Hosts.Identity + path));
        }

        Assert.True(user.Seen.Count > 15, $"{user.Seen.Count} answers");
        foreach (var (address, answer) in user.Seen)
        {
            Assert.DoesNotMatch(Token(), await answer.Content.ReadAsStringAsync());
            Assert.DoesNotMatch(Token(), answer.Headers.ToString());
            var hasCode = address.Query.Contains("code=", StringComparison.Ordinal);
            Assert.False(hasCode && answer.StatusCode == HttpStatusCode.OK, $"{address} stays in the history"); // it is spent and left by a redirect
        }

        Assert.Contains(user.Seen, s => s.Address.Query.Contains("code=", StringComparison.Ordinal));
        string[] keeps = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.js", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}lib{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => !Path.GetFileName(f).StartsWith("blazor.", StringComparison.Ordinal)) // the framework's, which the build copies here
            .Where(f => Storage().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["api-docs.js", "portal.js", "rider-worker.js"], keeps); // the verifier of a sign-in under way; which shop and sound somebody chose; files of the rider's page
    }

    [Fact]
    public async Task Pages_of_a_person_are_kept_by_nobody()
    {
        using var user = new Visitor(hosts, "203.0.113.22");
        await user.RegisterAsync(Hosts.Store);
        await user.FollowAsync(new(Hosts.Portal + "/"));
        foreach (var address in (string[])[Hosts.Store + "/", Hosts.Store + "/account", Hosts.Store + "/orders", Hosts.Store + "/cart", Hosts.Portal + "/", Hosts.Identity + "/account"])
        {
            var (_, answer) = await user.FollowAsync(new(address));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.NoStore, $"{address}: {answer.Headers.CacheControl}");
        }

        using var guest = new Visitor(hosts, "203.0.113.23");
        foreach (var path in (string[])["/cart", "/checkout", "/orders/MK-0000-0000?token=x", "/orders/find"])
        {
            var answer = await guest.GetAsync(Hosts.Store + path);
            Assert.True(answer.Headers.CacheControl?.NoStore, $"{path}: {answer.Headers.CacheControl}");
        }
    }

    /// <summary>As the marketplace's own routes make them, which other tests try.</summary>
    private async Task MakeAsync(string email, string role)
    {
        await using var connection = new NpgsqlConnection(hosts.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            role switch
            {
                "admin" => "insert into identity.user_roles (user_id, role_id) select u.id, r.id from identity.users u, identity.roles r where u.email = $1 and r.name = 'admin'",
                "rider" => "insert into deliveries.riders (id, user_id, name, phone, vehicle, is_active, is_online, registered_at, revision) select gen_random_uuid(), id, 'Asha Rao', '', 'Scooter', true, false, now(), 1 from identity.users where email = $1",
                _ => throw new ArgumentOutOfRangeException(nameof(role)),
            }, connection)
        {
            Parameters = { new() { Value = email } },
        };
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task WalkAsync(Visitor visitor, params string[] only)
    {
        foreach (var host in only.Length > 0 ? only : HostsByName)
        {
            foreach (var route in hosts.Routes(host).Where(r => !(r.RoutePattern.RawText ?? "").Contains("{**", StringComparison.Ordinal) && !IsFile(r)).Select(r => r.RoutePattern).DistinctBy(p => p.RawText))
            {
                await visitor.GetAsync(host + Fill(route));
            }

            foreach (var path in (string[])["/nowhere", "/nowhere.css", "/css/nowhere.css", "/error", "/health/live", "/favicon.ico", "/%2e%2e/x", "/?q=%00", "/cart/items/1"])
            {
                await visitor.GetAsync(host + path);
                await visitor.SendAsync(HttpMethod.Post, host + path, new StringContent("{", null, "application/json"));
                await visitor.SendAsync(HttpMethod.Put, host + path, null);
            }
        }
    }

    /// <summary>A JWS of ours, or what the token endpoint answers.</summary>
    [GeneratedRegex(@"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|access_token|refresh_token|id_token""")]
    private static partial Regex Token();

    [GeneratedRegex("localStorage|sessionStorage|indexedDB|caches\\.")]
    private static partial Regex Storage();

    private static bool IsFile(RouteEndpoint route) => Path.HasExtension(route.RoutePattern.RawText) && route.RoutePattern.Parameters.Count == 0 && route.RoutePattern.RawText!.Contains('/', StringComparison.Ordinal);

    /// <summary>An address that the route takes.</summary>
    internal static string Fill(RoutePattern route) => "/" + string.Join('/', route.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter when route.ParameterPolicies.TryGetValue(parameter.Name, out var of) && of.Any(o => o.Content is "guid") => "0197d2ae-0000-7000-8000-000000000000",
        _ => "x",
    }))));

    private static async Task<List<string>> ComplaintsAsync(Uri address, HttpResponseMessage answer)
    {
        var complaints = new List<string>();
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(" | ", values) : "";
        void Want(bool holds, string what) => complaints.AddRange(holds ? [] : [what]);

        var policy = Header("Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries).Select(d => d.Split(' ')).GroupBy(d => d[0]).ToDictionary(d => d.Key, d => d.First()[1..]);
        string[] Sources(string kind) => policy.GetValueOrDefault(kind) ?? policy.GetValueOrDefault("default-src") ?? ["*"];
        Want(policy.GetValueOrDefault("frame-ancestors") is ["'none'"], $"may be framed: {Header("Content-Security-Policy")}");
        Want(policy.ContainsKey("default-src") && Sources("default-src") is ["'none'"], "loads by default");
        Want(!Sources("script-src").Any(s => s.Contains("unsafe", StringComparison.Ordinal) || s is "*" or "https:" or "data:" or "blob:"), "runs any script");
        Want(Sources("object-src") is ["'none'"], "loads objects");
        var needsBase = address.AbsoluteUri.StartsWith(Hosts.Portal, StringComparison.Ordinal); // Blazor in the browser finds its files by the base element
        Want(policy.GetValueOrDefault("base-uri") is [var bases] && bases == (needsBase ? "'self'" : "'none'"), "takes a base that it does not need");
        Want(policy.ContainsKey("form-action") || policy.ContainsKey("sandbox"), "posts forms anywhere");
        Want(Header("X-Content-Type-Options") == "nosniff", "may be sniffed");
        Want(Header("Referrer-Policy") is "no-referrer" or "strict-origin-when-cross-origin", $"tells where from: {Header("Referrer-Policy")}");
        Want(Header("Permissions-Policy").Contains("camera=()", StringComparison.Ordinal), "allows everything");
        Want(Header("Cross-Origin-Opener-Policy") == "same-origin", "shares its window");
        Want(Header("Cross-Origin-Resource-Policy") is "same-origin" or "same-site" or "cross-origin", "does not say who may load it");
        Want(Header("Strict-Transport-Security").StartsWith("max-age=31536000", StringComparison.Ordinal), "does not insist on https");
        Want(Header("Server").Length + Header("X-Powered-By").Length == 0, "tells what it runs on");

        var type = answer.Content.Headers.ContentType;
        if (type?.MediaType == "text/html")
        {
            Want(type.CharSet is "utf-8", $"has the charset {type.CharSet}");
            Want(answer.Headers.CacheControl is { NoStore: true } or { Private: true, NoCache: true }, $"may be cached: {answer.Headers.CacheControl}");
            complaints.AddRange(await MarkupAsync(address, answer));
        }

        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            complaints.AddRange(Cookie(cookie));
        }

        return complaints;
    }

    private static async Task<List<string>> MarkupAsync(Uri address, HttpResponseMessage answer)
    {
        using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var complaints = new List<string>();
        complaints.AddRange(page.Scripts.Where(s => !s.HasAttribute("src") && s.TextContent.Trim().Length > 0 && s.Type is not "application/ld+json" and not "application/json").Select(s => $"has a script in it: {s.TextContent[..Math.Min(40, s.TextContent.Length)]}"));
        complaints.AddRange(page.Scripts.Select(s => s.GetAttribute("src")).Where(s => s is not null && new Uri(address, s).Host != address.Host).Select(s => $"runs the script of others {s}"));
        complaints.AddRange(page.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).Select(e => $"has a handler in {e.LocalName}"));
        complaints.AddRange(page.QuerySelectorAll("a[target=_blank]:not([rel~=noopener])").Select(a => $"opens {a.GetAttribute("href")} with a way back"));
        return complaints;
    }

    /// <summary>The look of the pages is no secret, and a script of ours changes it too.</summary>
    private static IEnumerable<string> Cookie(string cookie)
    {
        var words = cookie.Split(';', StringSplitOptions.TrimEntries);
        var name = words[0].Split('=')[0];
        bool Has(string attribute) => words.Skip(1).Any(w => w.StartsWith(attribute, StringComparison.OrdinalIgnoreCase));
        if (!Has("secure") || !(Has("samesite=lax") || Has("samesite=strict")) || Has("domain") || cookie.Length > 4096)
        {
            yield return $"sets {cookie}";
        }

        if (name != "theme" && (!Has("httponly") || !(name.StartsWith("__Host-", StringComparison.Ordinal) ? words.Contains("path=/") : name.StartsWith("__Secure-", StringComparison.Ordinal))))
        {
            yield return $"sets {cookie}";
        }
    }
}
