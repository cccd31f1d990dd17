using System.Net;
using System.Text.Json;
using Marketplace.WebApi.Tests.Orders;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Who asks for some members of an answer gets these, of ready-made answers and of others.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class AnswerFieldsTests(MarketplaceApp app)
{
    [Fact]
    public async Task A_list_shows_the_members_that_are_asked_for_and_stays_whole_for_others()
    {
        await app.OpenStallAsync(stock: 3);
        var guest = app.Guest();

        using var few = await ReadAsync(guest, "/api/v1/products?size=2&fields=products.items.name,products.items.vendor.slug,products.total");
        using var all = await ReadAsync(guest, "/api/v1/products?size=2");
        using var again = await ReadAsync(guest, "/api/v1/products?size=2&fields=products.items.name,products.items.vendor.slug,products.total");

        Assert.Equal(["products"], Names(few.RootElement));
        var (products, whole) = (few.RootElement.GetProperty("products"), all.RootElement.GetProperty("products"));
        Assert.Equal(["items", "total"], Names(products));
        Assert.Equal(["name", "vendor"], Names(products.GetProperty("items")[0]));
        Assert.Equal(["slug"], Names(products.GetProperty("items")[0].GetProperty("vendor")));
        Assert.Equal(whole.GetProperty("items")[0].GetProperty("name").GetString(), products.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Contains("price", Names(whole.GetProperty("items")[0]));
        Assert.Equal(few.RootElement.GetRawText(), again.RootElement.GetRawText());
    }

    [Fact]
    public async Task A_ready_answer_of_some_members_has_a_tag_of_its_own()
    {
        await app.OpenStallAsync(stock: 3);
        var guest = app.Guest();
        using var whole = await guest.GetAsync("/api/v1/products?size=1");
        using var some = await guest.GetAsync("/api/v1/products?size=1&fields=products.total");
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products?size=1&fields=products.total");
        ask.Headers.IfNoneMatch.Add(some.Headers.ETag!);
        using var known = await guest.SendAsync(ask);

        Assert.NotEqual(whole.Headers.ETag, some.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task What_is_somebodys_own_shows_them_too_and_a_whole_member_holds_all_of_it()
    {
        var stall = await app.OpenStallAsync(stock: 3);

        using var profile = await ReadAsync(app.SignedInAs(stall.Owner), "/api/v1/vendor/profile?fields=position.latitude,name,position");

        Assert.Equal(["name", "position"], Names(profile.RootElement).Order());
        Assert.True(Names(profile.RootElement.GetProperty("position")).Count() > 1);
    }

    [Theory]
    [InlineData("/api/v1/products?fields=products.items.colour", "products.items.colour")]
    [InlineData("/api/v1/products?fields=products.total.more", "products.total.more")]
    [InlineData("/api/v1/products?fields=facets,", "“”")]
    [InlineData("/api/v1/brands?fields=Name", "Name")]
    public async Task A_member_that_no_such_answer_has_is_refused(string path, string named)
    {
        using var answer = await app.Guest().GetAsync(path);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(("request.fields_unknown", "fields"), (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("field").GetString()));
        Assert.Contains(named, problem.RootElement.GetProperty("errors").GetProperty("fields")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_long_a_wish_is_refused_and_an_empty_one_is_none()
    {
        var guest = app.Guest();
        using var endless = await guest.GetAsync($"/api/v1/brands?fields={string.Join(',', Enumerable.Repeat("name", 300))}");
        using var empty = await guest.GetAsync("/api/v1/brands?fields=");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (endless.StatusCode, empty.StatusCode));
    }

    [Fact]
    public async Task A_refusal_is_told_whole()
    {
        using var answer = await app.Guest().GetAsync($"/api/v1/products/{Guid.CreateVersion7()}?fields=name");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("request.not_found", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonDocument> ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string> Names(JsonElement thing) => thing.EnumerateObject().Select(m => m.Name);
}
