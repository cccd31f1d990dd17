using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Tokens;
using Marketplace.WebApi.Shared;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>The guides of <c>docs/</c>, as the API's host serves them.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class ApiGuideTests(MarketplaceApp app)
{
    [Theory]
    [InlineData("/docs/guide", "The API, for programs of others")]
    [InlineData("/docs/sign-in", "Applications of others")]
    public async Task A_guide_is_a_page_with_nothing_left_of_its_marks(string path, string title)
    {
        using var answer = await app.CreateClient().GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"<h1 class=\"title\">{title}</h1>", page, StringComparison.Ordinal);
        var words = Regex.Replace(page, "<pre.*?</pre>|<code>.*?</code>", "", RegexOptions.Singleline);
        Assert.DoesNotMatch(@"```|\*\*|\]\(|(?m)^\||(?m)^#|`", words);
        Assert.DoesNotContain("{Urls:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_of_the_guides_lead_somewhere()
    {
        var client = app.CreateClient();
        var (pages, links) = (new Dictionary<string, string>(), new List<string>());
        foreach (var path in (string[])["/docs/guide", "/docs/sign-in"])
        {
            pages[path] = await client.GetStringAsync(path);
            links.AddRange(Regex.Matches(pages[path], "<main.*</main>", RegexOptions.Singleline).SelectMany(main => Regex.Matches(main.Value, "href=\"(/[^\"]+|#[^\"]+)\"")).Select(m => m.Groups[1].Value is ['#', ..] own ? path + own : m.Groups[1].Value));
        }

        Assert.True(links.Count >= 5, $"{links.Count} links");
        Assert.All(links, link => Assert.True(link.Split('#') is [var page, .. var place] && pages.TryGetValue(page, out var text) && (place is [] || text.Contains($" id=\"{place[0]}\"", StringComparison.Ordinal)), link));
        Assert.Contains("href=\"/docs/guide\"", await client.GetStringAsync("/docs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_scopes_has_every_scope()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "oauth.md"));

        Assert.All(ApiScopes.All, scope => Assert.Contains($"\n| `{scope.Name}` | ", guide, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a `b*c*` **d** *e* <f>", "<p>a <code>b*c*</code> <b>d</b> <em>e</em> &lt;f&gt;</p>")]
    [InlineData("[a b](x.md#c) [d](y.md)", "<p><a href=\"/x#c\">a b</a> d</p>")]
    [InlineData("# A & b\n\nc\nd", "<h1 class=\"title\">A &amp; b</h1>\n<p>c d</p>")]
    [InlineData("1. a\n   b\n2. c", "<ol><li>a b</li><li>c</li></ol>")]
    [InlineData("```\n<a> `b`\n\n# c\n```", "<pre tabindex=\"0\"><code>&lt;a&gt; `b`\n\n# c</code></pre>")]
    [InlineData("| | b |\n|---|---|\n| c | `d` |", "<div class=\"table-box\" tabindex=\"0\"><table class=\"table\"><thead><tr><th scope=\"col\"></th><th scope=\"col\">b</th></tr></thead><tbody><tr><th scope=\"row\">c</th><td><code>d</code></td></tr></tbody></table></div>")]
    public void Marks_become_elements(string markdown, string html) =>
        Assert.Equal(html, GuideText.ToHtml(markdown, to => to.StartsWith('x') ? to.Replace("x.md", "/x", StringComparison.Ordinal) : null).TrimEnd());
}
