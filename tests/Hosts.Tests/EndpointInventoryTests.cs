using System.Net;
using Marketplace.BlazorShared.SignIn;
using Marketplace.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>
/// Everything that the hosts with pages answer to. Whoever is not signed in is asked to, or the route stands in a list that was looked
/// at, with the reason. A new route is in neither, and fails here. (Those of the API are in access.txt.)
/// </summary>
[Collection(nameof(Hosts))]
public sealed class EndpointInventoryTests(Hosts hosts, ITestOutputHelper output)
{
    private const string Field = "__RequestVerificationToken";
    private static readonly (string Name, string Url)[] WithPages = [("identity", Hosts.Identity), ("store", Hosts.Store), ("portal", Hosts.Portal)];

    [Fact]
    public async Task What_is_open_to_everybody_is_listed_and_nothing_else_is_open()
    {
        var listed = Listed();
        var (open, closed) = (new SortedSet<string>(StringComparer.Ordinal), 0);
        foreach (var (name, url) in WithPages)
        {
            using var nobody = new Visitor(hosts, "203.0.113.95");
            var token = await TokenAsync(nobody, url);
            foreach (var (method, route, path) in Endpoints(url))
            {
                using var content = method is "GET" or "HEAD" ? null : new FormUrlEncodedContent([new(Field, token)]);
                using var answer = await nobody.SendAsync(new(method), url + path, content, ("Sec-Fetch-Site", "same-origin"));
                if (IsAsked(url, path, answer))
                {
                    closed++;
                }
                else
                {
                    open.Add($"{name} {method} {route}");
                }
            }
        }

        output.WriteLine($"{open.Count} open, {closed} closed");
        Assert.True(closed > 60, $"{closed} closed");
        Assert.True(open.SetEquals(listed.Keys), "Open and not listed:" + Lines(open.Except(listed.Keys)) + Environment.NewLine + "Listed and not open, or gone:" + Lines(listed.Keys.Except(open)));
        Assert.All(listed, entry => Assert.True(entry.Value.Length > 10, $"{entry.Key} has no reason."));
    }

    [Fact]
    public void Sessions_of_the_portal_are_short_and_those_of_the_store_are_not()
    {
        var (portal, store) = (hosts.Service<IOptions<SignInOptions>>(Hosts.Portal).Value, hosts.Service<IOptions<SignInOptions>>(Hosts.Store).Value);

        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromHours(12), true, false), (portal.Idle, portal.Absolute, portal.AsksAnewWhoHas.Contains("support"), portal.IsPersistent));
        Assert.Equal((TimeSpan.FromDays(14), TimeSpan.FromDays(30), false, true), (store.Idle, store.Absolute, store.AsksAnewWhoHas.Count > 0, store.IsPersistent));
    }

    /// <summary>Who may come is said of an endpoint, whatever methods it takes: it is called with one of them. Files are about nobody.</summary>
    private IEnumerable<(string Method, string Route, string Path)> Endpoints(string host) =>
        from route in hosts.Routes(host)
        where route.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let raw = "/" + (route.RoutePattern.RawText ?? "").Trim('/')
        let methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let method = methods.Contains("GET") ? "GET" : methods[0]
        group route by (method, raw) into same
        orderby same.Key.raw, same.Key.method
        select (same.Key.method, same.Key.raw, HeaderTests.Fill(same.First().RoutePattern));

    /// <summary>Without one, a form would be refused before anybody looks at who sends it. The portal gives none to a stranger, and asks first.</summary>
    private static async Task<string> TokenAsync(Visitor nobody, string host) => host == Hosts.Portal ? ""
        : (await Visitor.FieldsAsync(await nobody.GetAsync(host == Hosts.Store ? host + "/" : host + "/signin"))).First(f => f.Name == Field).Value;

    /// <summary>Sent to sign in, here or at the identity server, or told to come with a token.</summary>
    private static bool IsAsked(string host, string path, HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.Headers.Location is { } to && new Uri(new(host + path), to) is { AbsolutePath: "/signin" } signIn && (signIn.Host == new Uri(host).Host || signIn.Host == new Uri(Hosts.Identity).Host) && path != "/signin");

    private static Dictionary<string, string> Listed() => File.ReadLines(Path.Combine(Repository.Root, "tests", "Hosts.Tests", "open-endpoints.txt"))
        .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(" | ", 2, StringSplitOptions.TrimEntries)).ToDictionary(l => l[0], l => l.Length > 1 ? l[1] : "");

    private static string Lines(IEnumerable<string> entries) => string.Concat(entries.Select(e => Environment.NewLine + "  " + e));
}
