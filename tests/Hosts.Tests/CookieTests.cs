using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Marketplace.BlazorShared.Legal;
using Marketplace.Testing;
using Microsoft.Net.Http.Headers;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>What the cookie notice lists is what the hosts set, and stays no longer than it says. None of it needs to be agreed to: each is there for what somebody asked for.</summary>
[Collection(nameof(Hosts))]
public sealed partial class CookieTests(Hosts hosts, ITestOutputHelper output)
{
    private static readonly IReadOnlyList<KnownCookie> Known = [.. KnownCookies.All.SelectMany(place => place.Cookies)];

    [Fact]
    public async Task Every_cookie_that_is_set_is_listed_and_lives_as_long_as_it_says()
    {
        using var visitor = new Visitor(hosts, "203.0.113.130");
        await WalkAsync(visitor);

        var (set, wrong) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var (address, answer) in visitor.Seen)
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : []]))
            {
                var (name, lives) = (cookie.Name.Value!, cookie.MaxAge ?? (cookie.Expires - TimeProvider.System.GetUtcNow()));
                if (Known.FirstOrDefault(k => k.Is(name)) is not { } known)
                {
                    wrong.Add($"{name} of {address.GetLeftPart(UriPartial.Path)} is not listed");
                }
                else
                {
                    set.Add(known.Name);
                    if (lives > TimeSpan.Zero && !(known.Stays is { } stays && lives <= stays + TimeSpan.FromSeconds(1)))
                    {
                        wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name} stays for {lives}, not {known.Life}"));
                    }
                }
            }
        }

        output.WriteLine(string.Join(Environment.NewLine, set.Order(StringComparer.Ordinal)));
        Assert.Empty(wrong.Distinct());
        Assert.ProperSubset(Known.Select(k => k.Name).ToHashSet(StringComparer.Ordinal), set);
        Assert.All((string[])["theme", "__Host-store", "__Host-store-t…", "__Host-store-form", "__Host-place", "__Host-identity", "__Host-identity-form", "__Host-identity-device", "__Host-identity-passkey", "__Host-identity-registration", "__Host-portal", "__Host-portal-t…"], name => Assert.Contains(name, set));
    }

    /// <summary>The walk does not come everywhere; the sources say which names there are.</summary>
    [Fact]
    public void Every_name_in_the_sources_is_listed()
    {
        var names = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}Legal{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Quoted().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Where(n => n.Length > "__Host-".Length && !n.Contains('{', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        Assert.True(names.Count >= 6, string.Join(' ', names));
        Assert.DoesNotContain(names, n => !Known.Any(k => k.Is(n) || k.Name == n + "…"));
    }

    [Fact]
    public async Task The_page_lists_each_with_its_purpose_and_its_time()
    {
        using var guest = new Visitor(hosts, "203.0.113.131");
        var page = WebUtility.HtmlDecode(await (await guest.GetAsync(Hosts.Store + "/cookies")).Content.ReadAsStringAsync());

        Assert.NotEmpty(Known);
        Assert.All(Known, cookie => Assert.All((string[])[cookie.Name, cookie.Purpose, cookie.Life], text => Assert.Contains(text, page, StringComparison.Ordinal)));
    }

    private static async Task WalkAsync(Visitor visitor)
    {
        await visitor.GetAsync(Hosts.Store + "/");
        await PostAsync(visitor, Hosts.Store, "/", "/theme", ("theme", "dark"), ("returnUrl", "/"));
        await PostAsync(visitor, Hosts.Store, "/place", "/place/choose", ("label", "Lotus Tank Road"), ("latitude", "12.915"), ("longitude", "80.245"), ("returnUrl", "/"));
        await visitor.RegisterAsync(Hosts.Store);
        foreach (var path in (string[])["/", "/account", "/cart", "/orders", "/notifications"])
        {
            await visitor.GetAsync(Hosts.Store + path);
        }

        await visitor.FollowAsync(new(Hosts.Portal + "/"));
        await visitor.GetAsync(Hosts.Portal + "/vendor/register");
        await PostAsync(visitor, Hosts.Identity, "/signin", "/signin/passkey/challenge");
        await visitor.GetAsync(Hosts.Identity + "/account/preferences");
    }

    private static async Task PostAsync(Visitor visitor, string host, string page, string action, params (string Name, string Value)[] values)
    {
        var fields = (await Visitor.FieldsAsync(await visitor.GetAsync(host + page))).Where(f => values.All(v => v.Name != f.Name)).Concat(values);
        await visitor.SendAsync(HttpMethod.Post, host + action, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
    }

    [GeneratedRegex("\"(__(?:Host|Secure)-[^\"]+)\"")]
    private static partial Regex Quoted();
}
