using System.Net;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class RefreshTests(IdentityApp app) : IAsyncLifetime
{
    private static readonly TimeSpan PastLeeway = TimeSpan.FromSeconds(6);
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";
    private string _first = "";

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _email = await _browser.RegisterAsync(app);
        _first = Refresh(await _store.TokensAsync(_browser));
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _browser.Dispose();
    }

    [Fact]
    public async Task Each_use_gives_a_new_token_and_new_access()
    {
        var second = await OkAsync(_first);
        var third = await OkAsync(Refresh(second));

        Assert.Equal(3, new[] { _first, Refresh(second), Refresh(third) }.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await _store.UserInfoAsync(Access(third))).StatusCode);
    }

    [Fact]
    public async Task A_spent_token_that_comes_back_ends_the_whole_family()
    {
        var second = await OkAsync(_first);
        app.Clock.Advance(PastLeeway);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_first)));

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(Refresh(second))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync(Access(second))).StatusCode);
    }

    [Fact]
    public async Task The_person_is_told_of_a_theft_once()
    {
        await OkAsync(_first);
        app.Clock.Advance(PastLeeway);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _store.TokenAsync(
            new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = _first }, server: i % 2 == 0 ? app.Url : app.OtherUrl)));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_first)));

        Assert.Equal($"sign-in-copied to {_email}", await ToldAsync());
    }

    [Fact]
    public async Task Within_the_leeway_the_immediate_predecessor_gives_the_same_successor()
    {
        var second = await OkAsync(_first);

        Assert.Equal(Refresh(second), Refresh(await OkAsync(_first)));
        Assert.Equal(DBNull.Value, await ToldAsync());
    }

    [Fact]
    public async Task Two_generations_back_is_theft_even_within_the_leeway()
    {
        var third = await OkAsync(Refresh(await OkAsync(_first)));

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_first)));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(Refresh(third))));
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_twenty_parallel_refreshes_on_two_instances_one_chain_continues()
    {
        var warm = new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = _first };
        _first = Refresh(await StoreClient.JsonAsync(await _store.TokenAsync(warm, server: app.OtherUrl))); // its first answer of all may take longer than the leeway
        for (var round = 0; round < Repeats.Of(named: 200, usual: 10); round++)
        {
            var form = new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = _first };
            var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _store.TokenAsync(form, server: i % 2 == 0 ? app.Url : app.OtherUrl)));

            Assert.All(responses, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
            var successors = (await Task.WhenAll(responses.Select(StoreClient.JsonAsync))).Select(Refresh).Distinct();
            _first = Assert.Single(successors);
        }
    }

    [Fact]
    public async Task Another_clients_try_spends_nothing()
    {
        var form = new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = _first };
        await app.SqlAsync("UPDATE identity.clients SET grants = grants || 'refresh_token'::text WHERE id = 'tests'");

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.TokenAsync(form, "tests", IdentityApp.TestsSecret)));
        await app.SqlAsync("UPDATE identity.clients SET grants = array_remove(grants, 'refresh_token') WHERE id = 'tests'");
        await OkAsync(_first);
    }

    [Fact]
    public async Task An_unknown_resource_gets_nothing_and_spends_nothing()
    {
        Assert.Equal("invalid_target", await StoreClient.ErrorAsync(await _store.RefreshAsync(_first, ("resource", "https://other.example"))));
        Assert.Equal(HttpStatusCode.OK, (await _store.RefreshAsync(_first, ("resource", "marketplace-api"))).StatusCode);
    }

    [Fact]
    public async Task Scopes_may_shrink_for_the_access_token_but_not_grow()
    {
        var smaller = await StoreClient.JsonAsync(await _store.RefreshAsync(_first, ("scope", "openid")));
        Assert.Equal("openid", (string?)smaller["scope"]);
        Assert.Equal(StoreClient.AllScopes, (string?)(await OkAsync(Refresh(smaller)))["scope"]);

        Assert.Equal("invalid_scope", await StoreClient.ErrorAsync(await _store.RefreshAsync(Refresh(smaller), ("scope", "openid phone"))));
    }

    [Fact]
    public async Task Unused_it_ends_sooner_and_used_it_ends_all_the_same()
    {
        await using var server = app.Build($"http://localhost:{EmbeddedPostgres.FreePort.Find()}", ("Tokens:RefreshIdle", "00:01:00"), ("Tokens:GrantLife", "00:02:30"));
        Marketplace.IdentityServer.Shared.Hosting.UseIdentityServer(server);
        await server.StartAsync();
        var url = server.Urls.Single();
        var (idle, used) = (Refresh(await BeginAsync()), Refresh(await BeginAsync()));

        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(45));
            used = Refresh(await StoreClient.JsonAsync(await RefreshAtAsync(used)));
        }

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await RefreshAtAsync(idle)));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await RefreshAtAsync(used)));

        async Task<JsonObject> BeginAsync() => await StoreClient.JsonAsync(await _store.TokenAsync(
            new Dictionary<string, string?> { ["grant_type"] = "authorization_code", ["code"] = await _store.CodeAsync(_browser), ["code_verifier"] = _store.Verifier, ["redirect_uri"] = app.RedirectUri }, server: url));

        Task<HttpResponseMessage> RefreshAtAsync(string token) =>
            _store.TokenAsync(new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = token }, server: url);
    }

    [Fact]
    public async Task The_new_id_token_is_of_the_same_sign_in()
    {
        var before = Claims(await _store.TokensAsync(_browser));
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var tokens = await _store.TokensAsync(_browser);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var after = Claims(await OkAsync(Refresh(tokens)));

        Assert.All((string[])["iss", "sub", "aud", "auth_time", "sid"], claim => Assert.Equal(before[claim]!.ToJsonString(), after[claim]!.ToJsonString()));
        Assert.True((long)after["iat"]! > (long)before["iat"]!);
        Assert.False(after.ContainsKey("nonce"));
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        var address = new Uri(app.Url + "/signout");
        await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_first)));
    }

    [Fact]
    public async Task Token_kinds_do_not_stand_in_for_each_other()
    {
        var tokens = await OkAsync(_first);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync(Refresh(tokens))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync((string)tokens["id_token"]!)).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(Access(tokens))));
    }

    [Fact]
    public async Task Revoking_ends_the_family_and_says_nothing_about_unknown_tokens()
    {
        var tokens = await OkAsync(_first);
        Assert.Equal(HttpStatusCode.OK, (await RevokeAsync("garbage")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _store.UserInfoAsync(Access(tokens))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await RevokeAsync(Refresh(tokens))).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync(Access(tokens))).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(Refresh(tokens))));
    }

    private Task<object?> ToldAsync() => app.SqlAsync(
        "SELECT string_agg(concat(payload->>'change', ' to ', payload->>'recipient'), ', ') FROM shared.outbox WHERE type = 'Marketplace.Domain.Identity.AccountKeysChanged'");

    private Task<HttpResponseMessage> RevokeAsync(string token) =>
        _store.TokenAsync(new Dictionary<string, string?> { ["token"] = token }, path: "/connect/revoke");

    private async Task<JsonObject> OkAsync(string refreshToken)
    {
        var response = await _store.RefreshAsync(refreshToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await StoreClient.JsonAsync(response);
    }

    private static JsonObject Claims(JsonObject tokens)
    {
        Assert.True(Marketplace.Tokens.Base64UrlText.TryDecode(((string)tokens["id_token"]!).Split('.')[1], out var json));
        return JsonNode.Parse(json)!.AsObject();
    }

    private static string Refresh(JsonObject tokens) => (string)tokens["refresh_token"]!;

    private static string Access(JsonObject tokens) => (string)tokens["access_token"]!;
}
