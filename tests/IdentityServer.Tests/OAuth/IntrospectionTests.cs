using System.Net;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>A client learns of, and ends, what is its own; of all else it hears nothing.</summary>
[Collection(nameof(IdentityApp))]
public sealed class IntrospectionTests(IdentityApp app) : IAsyncLifetime
{
    private const string Nothing = """{"active":false}""";
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private JsonObject _tokens = null!;

    private string Access => (string)_tokens["access_token"]!;
    private string Refresh => (string)_tokens["refresh_token"]!;

    public async Task InitializeAsync()
    {
        await _browser.RegisterAsync(app);
        _tokens = await _store.TokensAsync(_browser);
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("nonsense")]
    public async Task Says_what_a_token_is_whatever_the_hint(string? hint)
    {
        foreach (var (token, type) in (IEnumerable<(string, string)>)[(Access, "Bearer"), (Refresh, "refresh_token")])
        {
            var told = await StoreClient.JsonAsync(await AskAsync("/connect/introspect", token, hint));

            Assert.Equal(["active", "aud", "client_id", "exp", "iat", "iss", "scope", "sub", "token_type"], told.Select(m => m.Key).Order());
            Assert.True((bool)told["active"]!);
            Assert.Equal(type, (string?)told["token_type"]);
            Assert.Equal("store", (string?)told["client_id"]);
            Assert.Equal(app.Url, (string?)told["iss"]);
        }
    }

    [Fact]
    public async Task Says_nothing_of_what_is_not_a_token_has_expired_or_is_anothers()
    {
        foreach (var token in (string[])["garbage", new string('x', 5000), (string)_tokens["id_token"]!, Access + "x", "a.b.c"])
        {
            Assert.Equal(Nothing, await TextAsync(token));
        }

        Assert.Equal(Nothing, await TextAsync(Access, "tests", IdentityApp.TestsSecret));
        Assert.Equal(Nothing, await TextAsync(Refresh, "tests", IdentityApp.TestsSecret));
        app.Clock.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(Nothing, await TextAsync(Access));
    }

    [Fact]
    public async Task Answers_only_a_client_with_a_secret()
    {
        var other = await OtherApp.MakeAsync(app);
        await app.SqlAsync($"UPDATE identity.clients SET authentication = 'None' WHERE id = '{other.Id}'; DELETE FROM identity.client_secrets WHERE client_id = '{other.Id}'");
        using var asPublic = new FormUrlEncodedContent([new("token", Access), new("client_id", other.Id)]);
        using var asNobody = new FormUrlEncodedContent([new("token", Access)]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.PostAsync(app.Url + "/connect/introspect", asPublic)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.PostAsync(app.Url + "/connect/introspect", asNobody)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await StoreClient.Http.GetAsync($"{app.Url}/connect/introspect?token={Access}")).StatusCode);
    }

    [Theory]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "access_token")]
    [InlineData("refresh_token", "nonsense")]
    public async Task Giving_up_either_token_ends_both_whatever_the_hint(string which, string hint)
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/revoke", (string)_tokens[which]!, hint)).StatusCode);

        Assert.Equal(Nothing, await TextAsync(Access));
        Assert.Equal(Nothing, await TextAsync(Refresh));
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(Refresh)));
    }

    [Fact]
    public async Task Anothers_token_stays_alive_and_nobody_gives_up_without_saying_who()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/revoke", Refresh, null, "tests", IdentityApp.TestsSecret)).StatusCode);
        using var asNobody = new FormUrlEncodedContent([new("token", Refresh)]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.PostAsync(app.Url + "/connect/revoke", asNobody)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await _store.RefreshAsync(Refresh)).StatusCode);
    }

    private async Task<string> TextAsync(string token, string client = "store", string secret = IdentityApp.StoreSecret) =>
        await (await AskAsync("/connect/introspect", token, null, client, secret)).Content.ReadAsStringAsync();

    private Task<HttpResponseMessage> AskAsync(string path, string token, string? hint, string client = "store", string secret = IdentityApp.StoreSecret)
    {
        var form = new Dictionary<string, string?> { ["token"] = token };
        if (hint is not null)
        {
            form["token_type_hint"] = hint;
        }

        return _store.TokenAsync(form, client, secret, path: path);
    }
}
