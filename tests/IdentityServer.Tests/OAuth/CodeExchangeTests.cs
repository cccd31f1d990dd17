using System.Net;
using System.Security.Cryptography;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class CodeExchangeTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";

    public async Task InitializeAsync() => _email = await _browser.RegisterAsync(app);

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Gives_the_tokens_that_were_asked_for()
    {
        var response = await _store.ExchangeAsync(await _store.CodeAsync(_browser));
        var tokens = await StoreClient.JsonAsync(response);

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
        Assert.Equal(600, (int)tokens["expires_in"]!);
        Assert.NotNull((string?)tokens["refresh_token"]);
        var idToken = Claims((string)tokens["id_token"]!);
        Assert.Equal(app.Url, (string?)idToken["iss"]);
        Assert.Equal("store", (string?)idToken["aud"]);
        Assert.Equal("a-nonce", (string?)idToken["nonce"]);
        Assert.NotNull(idToken["auth_time"]);
        var access = Claims((string)tokens["access_token"]!);
        Assert.Equal("marketplace-api", (string?)access["aud"]);
        Assert.Equal("store", (string?)access["client_id"]);
        Assert.Equal((string?)idToken["sub"], (string?)access["sub"]);
        Assert.Equal(["customer"], access["role"]!.AsArray().Select(r => (string?)r));
        Assert.Equal(_email, (string?)access["email"]);
    }

    [Fact]
    public async Task Without_openid_there_is_no_id_token_and_without_offline_access_no_refresh_token()
    {
        var tokens = await StoreClient.JsonAsync(await _store.ExchangeAsync(await _store.CodeAsync(_browser, ("scope", "marketplace"))));

        Assert.False(tokens.ContainsKey("id_token"));
        Assert.False(tokens.ContainsKey("refresh_token"));
    }

    public static TheoryData<string?> WrongVerifiers() => new(null, "", "wrong-but-of-the-right-length-0123456789-abcdef", new string('a', 42), new string('a', 129), new string('ä', 50), "{challenge}");

    [Theory]
    [MemberData(nameof(WrongVerifiers))]
    public async Task A_wrong_verifier_gets_nothing_and_spends_the_code(string? verifier)
    {
        var code = await _store.CodeAsync(_browser);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code, ("code_verifier", verifier == "{challenge}" ? _store.Challenge : verifier))));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code)));
    }

    [Fact]
    public async Task A_verifier_of_another_flow_gets_nothing()
    {
        var code = await _store.CodeAsync(_browser);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await new StoreClient(app).ExchangeAsync(code)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost/elsewhere")]
    public async Task A_code_is_bound_to_its_address(string? address)
    {
        var code = await _store.CodeAsync(_browser);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code, ("redirect_uri", address))));
    }

    [Fact]
    public async Task An_unknown_resource_gets_nothing_and_spends_nothing()
    {
        var code = await _store.CodeAsync(_browser, ("resource", "marketplace-api"));

        Assert.Equal("invalid_target", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code, ("resource", "https://other.example"))));
        Assert.Equal(HttpStatusCode.OK, (await _store.ExchangeAsync(code, ("resource", "marketplace-api"))).StatusCode);
    }

    [Fact]
    public async Task Another_clients_try_gets_nothing_and_spends_nothing()
    {
        await MakeOtherClientAsync();
        var code = await _store.CodeAsync(_browser);
        var form = new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = _store.Verifier, ["redirect_uri"] = app.RedirectUri,
        };

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.TokenAsync(form, "other", IdentityApp.StoreSecret)));
        Assert.Equal(HttpStatusCode.OK, (await _store.ExchangeAsync(code)).StatusCode);
    }

    [Fact]
    public async Task Lives_a_minute()
    {
        var (inTime, late) = (await _store.CodeAsync(_browser), await _store.CodeAsync(_browser));
        app.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(HttpStatusCode.OK, (await _store.ExchangeAsync(inTime)).StatusCode);

        app.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(late)));
    }

    [Fact]
    public async Task A_second_use_takes_every_token_of_the_first_with_it()
    {
        var code = await _store.CodeAsync(_browser);
        var tokens = await StoreClient.JsonAsync(await _store.ExchangeAsync(code));
        Assert.True((bool)(await _store.IntrospectAsync((string)tokens["access_token"]!))["active"]!);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code)));

        await AssertDeadAsync(tokens);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_fifty_parallel_tries_on_two_instances_one_succeeds_and_its_tokens_die()
    {
        for (var round = 0; round < Repeats.Of(named: 100, usual: 10); round++)
        {
            var code = await _store.CodeAsync(_browser);
            var form = new Dictionary<string, string?>
            {
                ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = _store.Verifier, ["redirect_uri"] = app.RedirectUri,
            };

            var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _store.TokenAsync(form, server: i % 2 == 0 ? app.Url : app.OtherUrl)));

            var success = Assert.Single(responses, r => r.StatusCode == HttpStatusCode.OK);
            Assert.All(responses.Where(r => r != success), r => Assert.Equal(HttpStatusCode.BadRequest, r.StatusCode));
            await AssertDeadAsync(await StoreClient.JsonAsync(success));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_worth_nothing_when_the_user_is_disabled_or_gone(bool isDeleted)
    {
        var code = await _store.CodeAsync(_browser);
        var now = app.Clock.GetUtcNow();
        await app.WithDbAsync(async db => isDeleted
            ? await db.Users.Where(u => u.Email == _email).ExecuteDeleteAsync()
            : await db.Users.Where(u => u.Email == _email).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now)));

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code)));
    }

    [Fact]
    public async Task Is_worth_nothing_after_the_person_signed_out()
    {
        var code = await _store.CodeAsync(_browser);
        var address = new Uri(app.Url + "/signout");
        await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code)));
    }

    [Fact]
    public async Task Codes_are_long_different_and_not_in_the_database()
    {
        var codes = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            codes.Add(await _store.CodeAsync(_browser));
        }

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal(43, code.Length));
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(codes[0]));
        Assert.True(await app.WithDbAsync(db => db.Codes.AnyAsync(c => c.Hash == hash)));
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.authorization_codes c WHERE c::text LIKE '%{codes[0]}%'"));
    }

    private async Task AssertDeadAsync(System.Text.Json.Nodes.JsonObject tokens)
    {
        Assert.Equal("""{"active":false}""", (await _store.IntrospectAsync((string)tokens["access_token"]!)).ToJsonString());
        Assert.Equal("""{"active":false}""", (await _store.IntrospectAsync((string)tokens["refresh_token"]!)).ToJsonString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync((string)tokens["refresh_token"]!)));
    }

    private Task<object?> MakeOtherClientAsync() => app.SqlAsync(
        """
        INSERT INTO identity.clients (id, name, is_enabled, is_first_party, authentication, is_native, grants, scopes, redirect_uris, post_logout_redirect_uris, created_at)
        SELECT 'other', 'Other', true, true, authentication, false, grants, scopes, redirect_uris, post_logout_redirect_uris, created_at
        FROM identity.clients WHERE id = 'store' ON CONFLICT DO NOTHING;
        INSERT INTO identity.client_secrets (id, client_id, hash, created_at)
        SELECT gen_random_uuid(), 'other', hash, created_at FROM identity.client_secrets WHERE client_id = 'store'
        AND NOT EXISTS (SELECT 1 FROM identity.client_secrets WHERE client_id = 'other')
        """);

    private static System.Text.Json.Nodes.JsonObject Claims(string token)
    {
        Assert.True(Base64UrlText.TryDecode(token.Split('.')[1], out var json));
        return System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
    }
}
