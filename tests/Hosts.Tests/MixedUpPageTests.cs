using System.Net;
using Marketplace.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>Two people and a guest look at the same pages in turn: nobody ever gets a page that was made for another.</summary>
[Collection(nameof(Hosts))]
public sealed class MixedUpPageTests(Hosts hosts, ITestOutputHelper output)
{
    private static readonly int Turns = Repeats.Of(named: 200, usual: 6);

    [Theory, Trait("Category", "Storm")]
    [InlineData(Hosts.Store, true)]
    [InlineData(Hosts.Portal, false)] // whose pages name people over their circuits
    [InlineData(Hosts.Identity, true)]
    public async Task Nobody_gets_the_page_of_somebody_else(string host, bool namesPeople)
    {
        using Visitor one = new(hosts, "203.0.113.80") { FullName = "Zenobia Quillfeather" }, other = new(hosts, "203.0.113.81") { FullName = "Ottoline Brackenbury" }, guest = new(hosts, "203.0.113.82");
        foreach (var visitor in (Visitor[])[one, other])
        {
            await visitor.RegisterAsync(Hosts.Store);
            await visitor.FollowAsync(new(Hosts.Portal + "/"));
        }

        var pages = hosts.Routes(host)
            .Where(r => r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false && !r.RoutePattern.RawText!.Contains("{**", StringComparison.Ordinal) && !Path.HasExtension(r.RoutePattern.RawText))
            .Select(r => HeaderTests.Fill(r.RoutePattern)).Where(p => !p.StartsWith("/_", StringComparison.Ordinal) && !p.StartsWith("/health", StringComparison.Ordinal) && !p.StartsWith("/sign", StringComparison.Ordinal))
            .SelectMany(p => (string[])[p, p + "/x.css", p + "?x=.css"]).Distinct().ToList(); // a name that a cache on the way might keep
        var (wrong, own) = (new List<string>(), 0);
        foreach (var page in pages)
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var asks = (turn % 3) switch { 0 => one, 1 => other, _ => guest };
                using var answer = await asks.GetAsync(host + page);
                var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                var named = ((Visitor[])[one, other]).Where(v => text.Contains(v.FullName, StringComparison.Ordinal) || text.Contains(v.Email, StringComparison.Ordinal)).ToList();
                wrong.AddRange(named.Where(v => v != asks).Select(v => $"{page} shows {v.FullName} to {(asks == guest ? "a guest" : asks.FullName)}"));
                if (named.Contains(asks))
                {
                    own++;
                    wrong.AddRange(answer.Headers.CacheControl is { NoStore: true } ? [] : [$"{page} may be kept: {answer.Headers.CacheControl}"]);
                }
            }
        }

        output.WriteLine($"{host}: {pages.Count} addresses, {own} times with the name of who asked");
        Assert.True(pages.Count > 30, $"{pages.Count} addresses");
        Assert.Equal(namesPeople, own > 0);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Distinct()));
    }
}
