using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Xunit.Abstractions;

namespace Marketplace.Hosts.Tests;

/// <summary>Whatever stands in the address of a page, the page answers for it: it shows what there is, or says that it is not there.</summary>
[Collection(nameof(Hosts))]
public sealed class PageInputTests(Hosts hosts, ITestOutputHelper output)
{
    private static readonly string[] Names =
        ["q", "page", "size", "sort", "category", "vendor", "brand", "minPrice", "maxPrice", "rating", "minRating", "inStock", "near", "latitude", "longitude", "token", "number", "returnUrl", "state", "code", "variant", "missing", "id"];

    private static readonly string[] Values =
        ["", "x", "-1", "0", "99999999999999999999", "a\0b", "\ufffe", new('x', 3000), "%", "<script>alert(1)</script>", "' or 1=1 --", "NaN", "1e400", "../../etc/passwd", "https://evil.example", "\r\nSet-Cookie: x=1", "𝄞", "null", "[]", "2026-13-45"];

    [Theory]
    [InlineData(Hosts.Store)]
    [InlineData(Hosts.Identity)]
    [InlineData(Hosts.Portal)]
    public async Task No_address_breaks_a_page(string host)
    {
        var pages = hosts.Routes(host)
            .Where(r => r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false && !r.RoutePattern.RawText!.Contains("{**", StringComparison.Ordinal) && !Path.HasExtension(r.RoutePattern.RawText))
            .Select(r => HeaderTests.Fill(r.RoutePattern)).Where(p => !p.StartsWith("/_", StringComparison.Ordinal) && !p.StartsWith("/health", StringComparison.Ordinal)).Distinct().ToList();
        var (wrong, asked) = (new ConcurrentQueue<string>(), 0);
        foreach (var some in pages.Index().Chunk(8)) // so few that nobody asks too often
        {
            await AskAsync(some);
        }

        output.WriteLine($"{host}: {pages.Count} pages, {asked} addresses");
        Assert.True(pages.Count >= 3, $"{pages.Count} pages");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Take(60)));

        async Task AskAsync((int Index, string Page)[] some)
        {
            using var visitor = new Visitor(hosts, $"203.0.113.{60 + (some[0].Index / 8)}");
            await visitor.RegisterAsync(Hosts.Store);
            await visitor.FollowAsync(new(Hosts.Portal + "/"));
            foreach (var (i, page) in some)
            {
                // Every name with the same value, and names with values of their own; for each page another half of them.
                var queries = Values.Where((_, j) => (i + j) % 2 == 0).Select(v => string.Join('&', Names.Select(n => $"{n}={Uri.EscapeDataString(v)}")))
                    .Concat(Names.Select((n, j) => $"{n}={Uri.EscapeDataString(Values[(i + j) % Values.Length])}"))
                    .Where((_, j) => (i + j) % 2 == 0 || j < Values.Length / 2)
                    .Append(string.Join('&', Names.Select(n => $"{n}=1&{n}=x")));
                foreach (var query in queries)
                {
                    using var answer = await visitor.GetAsync($"{host}{page}?{query}");
                    asked++;
                    if ((int)answer.StatusCode >= 500)
                    {
                        wrong.Enqueue($"{(int)answer.StatusCode} {page}?{query[..Math.Min(80, query.Length)]}");
                    }
                }
            }
        }
    }
}
