using System.Net;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>An application of others as itself: it says who it is, and is nobody else.</summary>
[Collection(nameof(IdentityApp))]
public sealed class OwnTokenTests(IdentityApp app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("catalog.read")]
    public async Task Gets_a_token_for_the_public_catalogue_and_nothing_to_renew_it_with(string? scope)
    {
        var other = await OtherApp.MakeAsync(app);

        var tokens = await StoreClient.JsonAsync(await other.AskForItselfAsync(scope));

        Assert.Equal("catalog.read", (string?)tokens["scope"]);
        Assert.False(tokens.ContainsKey("refresh_token") || tokens.ContainsKey("id_token"));
        Assert.Equal(HttpStatusCode.Forbidden, (await new StoreClient(app).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("orders.read")]
    [InlineData("vendor.orders")]
    [InlineData("marketplace")]
    [InlineData("users.read")]
    [InlineData("catalog.read orders.read")]
    public async Task Never_gets_what_belongs_to_a_person_or_to_us(string scope)
    {
        var other = await OtherApp.MakeAsync(app);

        Assert.Equal("invalid_scope", await StoreClient.ErrorAsync(await other.AskForItselfAsync(scope)));
    }

    [Fact]
    public async Task Nobody_is_asked_for_it()
    {
        using var browser = new Browser();
        await browser.RegisterAsync(app);
        var other = await OtherApp.MakeAsync(app);

        Assert.Equal("invalid_scope", other.Read(await browser.GetAsync(other.AuthorizeUrl(("scope", "openid catalog.read"))))["error"]);
    }

    [Fact]
    public async Task What_it_asks_for_is_counted_by_day()
    {
        var other = await OtherApp.MakeAsync(app);
        await other.AskForItselfAsync();
        await other.AskForItselfAsync();
        await other.AskForItselfAsync("orders.read");
        var use = app.Services.GetRequiredService<ClientUse>();

        await use.WriteAsync(CancellationToken.None);
        await app.SqlAsync($"UPDATE identity.client_days SET calls = 7 WHERE client_id = '{other.Id}'"); // as the hosts of the API do

        var day = Assert.Single(await use.OfAsync(other.Id, CancellationToken.None));
        Assert.Equal((2L, 1L, 0, 7L), (day.Tokens, day.Refusals, day.Users, day.Calls));
    }

    [Fact]
    public async Task A_client_that_must_send_its_requests_beforehand_gets_no_other_way()
    {
        using var browser = new Browser();
        await browser.RegisterAsync(app);
        var other = await OtherApp.MakeAsync(app);
        await app.SqlAsync($"UPDATE identity.clients SET requires_push = true WHERE id = '{other.Id}'");

        var refused = other.Read(await browser.GetAsync(other.AuthorizeUrl()));
        Assert.Equal("invalid_request", refused["error"]);

        var reference = (string)(await StoreClient.JsonAsync(await other.PushAsync()))["request_uri"]!;
        var page = await browser.GetAsync($"{app.Url}/connect/authorize?client_id={other.Id}&request_uri={Uri.EscapeDataString(reference)}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("/consent", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
