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
        Assert.Contains($"class=\"title\">{title}</h1>", page, StringComparison.Ordinal);
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
    [InlineData("a `b*c*` <f>", "<p>a <code>b*c*</code> &lt;f&gt;</p>")]
    [InlineData("[a b](x.md#c) [d *e*](y.md)", "<p><a href=\"/x#c\">a b</a> d <em>e</em></p>")]
    [InlineData("# A\n\n## Ask for little", "<h1 id=\"a\" class=\"title\">A</h1>\n<h2 id=\"ask-for-little\">Ask for little</h2>")]
    [InlineData("```\n<a>\n```", "<pre tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>")]
    public void Marks_become_elements(string markdown, string html) =>
        Assert.Equal(html, GuideText.ToHtml(markdown, to => to.StartsWith('x') ? to.Replace("x.md", "/x", StringComparison.Ordinal) : null).TrimEnd());

    [Fact]
    public void A_wide_table_is_scrolled_in_a_box_of_its_own()
    {
        var html = GuideText.ToHtml("| | b |\n|---|---|\n| c | `d` |", _ => null);

        Assert.Matches("^<div class=\"table-box\" tabindex=\"0\"><table class=\"table\">.*<td><code>d</code></td>.*</table></div>\\s*$", html.ReplaceLineEndings(""));
    }
}
