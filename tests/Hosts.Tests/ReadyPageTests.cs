using System.Net;

namespace Marketplace.Hosts.Tests;

/// <summary>The store draws a page once for many strangers. None may get what is another's.</summary>
[Collection(nameof(Hosts))]
public sealed class ReadyPageTests(Hosts hosts)
{
    private const string Field = "__RequestVerificationToken";
    private const string Home = Hosts.Store + "/";

    [Fact]
    public async Task Strangers_get_the_same_page_with_form_tokens_of_their_own()
    {
        var pages = new List<(Visitor Visitor, string Html, string Token)>();
        for (var i = 0; i < 4; i++)
        {
            var visitor = new Visitor(hosts);
            var answer = await visitor.GetAsync(Home);
            var token = (await Visitor.FieldsAsync(answer)).Single(f => f.Name == Field).Value;
            pages.Add((visitor, (await answer.Content.ReadAsStringAsync()).Replace(token, "", StringComparison.Ordinal), token));
        }

        Assert.Single(pages.Select(p => p.Html).Distinct());
        Assert.Equal(4, pages.Select(p => p.Token).Distinct().Count());
        foreach (var ((visitor, _, token), other) in pages.Zip([.. pages.Skip(1), pages[0]]))
        {
            Assert.NotEqual(HttpStatusCode.BadRequest, (await AddAsync(visitor, token)).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await AddAsync(visitor, other.Token)).StatusCode);
            visitor.Dispose();
        }
    }

    [Fact]
    public async Task Who_is_no_stranger_gets_a_page_of_their_own()
    {
        using var known = new Visitor(hosts);
        await known.RegisterAsync(Hosts.Store);
        for (var i = 0; i < 3; i++)
        {
            using var stranger = new Visitor(hosts);
            Assert.Contains("Asha Rao", await HomeAsync(known), StringComparison.Ordinal);
            Assert.DoesNotContain("Asha Rao", await HomeAsync(stranger), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task Keeps_the_themes_apart(string theme)
    {
        for (var i = 0; i < 3; i++)
        {
            using var visitor = new Visitor(hosts);
            var page = await visitor.GetAsync(Home, ("Cookie", $"theme={theme}"));
            Assert.Contains($"data-theme=\"{theme}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var plain = new Visitor(hosts);
            Assert.DoesNotContain("data-theme=", await HomeAsync(plain), StringComparison.Ordinal);
        }
    }

    private static async Task<string> HomeAsync(Visitor visitor) => await (await visitor.GetAsync(Home)).Content.ReadAsStringAsync();

    private static Task<HttpResponseMessage> AddAsync(Visitor visitor, string token) => visitor.SendAsync(
        HttpMethod.Post, Hosts.Store + "/cart/add", new FormUrlEncodedContent([new(Field, token), new("variant", Guid.CreateVersion7().ToString()), new("returnUrl", "/")]));
}
