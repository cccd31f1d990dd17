using System.Net;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class UserInfoTests(IdentityApp app) : IAsyncLifetime
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

    [Theory]
    [InlineData("openid", "sub")]
    [InlineData("openid profile", "name sub")]
    [InlineData("openid email", "email email_verified sub")]
    [InlineData("openid roles", "role sub")]
    [InlineData("openid profile email roles marketplace", "email email_verified name role sub")]
    public async Task Tells_what_the_scopes_name_and_no_more(string scope, string claims)
    {
        var told = await _store.UserInfoAsync(await AccessAsync(scope));

        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        Assert.True(told.Headers.CacheControl!.NoStore);
        Assert.Equal(claims, string.Join(' ', (await StoreClient.JsonAsync(told)).Select(c => c.Key).Order()));
    }

    [Fact]
    public async Task Who_says_more_of_themselves_at_the_marketplace_is_told_of_with_it_and_discovery_lists_each_claim()
    {
        var access = await AccessAsync("openid profile email phone");
        await app.SqlAsync($"UPDATE identity.users SET phone_number = '+919812345678' WHERE email = '{_email}'");
        await app.SqlAsync(
            $"""
            CREATE SCHEMA people; CREATE TABLE people.profiles (user_id uuid, username text, photo_id uuid);
            INSERT INTO people.profiles SELECT id, 'asha.rao', '0197d2ae-5f2c-7c1e-8f0a-3b1d5e7f9a2c' FROM identity.users WHERE email = '{_email}'
            """);
        try
        {
            var claims = await StoreClient.JsonAsync(await _store.UserInfoAsync(access));

            Assert.Equal(("Asha Rao", "asha.rao", app.ApiUrl + "/media/0197d2ae5f2c7c1e8f0a3b1d5e7f9a2c-640.webp"), ((string)claims["name"]!, (string)claims["preferred_username"]!, (string)claims["picture"]!));
            Assert.Equal((true, false), ((bool)claims["email_verified"]!, (bool)claims["phone_number_verified"]!));
            var listed = (await StoreClient.JsonAsync(await StoreClient.Http.GetAsync(app.Url + "/.well-known/openid-configuration")))["claims_supported"]!.AsArray().Select(c => (string)c!);
            Assert.Empty(claims.Select(c => c.Key).Except(listed));
            Assert.False((await StoreClient.JsonAsync(await _store.UserInfoAsync(await AccessAsync("openid email")))).ContainsKey("picture"));
        }
        finally
        {
            await app.SqlAsync("DROP SCHEMA people CASCADE");
        }
    }

    [Fact]
    public async Task Without_openid_it_tells_nothing()
    {
        var refused = await _store.UserInfoAsync(await AccessAsync("profile marketplace"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("insufficient_scope", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_is_nobody()
    {
        var tokens = await StoreClient.JsonAsync(await _store.TokenAsync(new Dictionary<string, string?> { ["grant_type"] = "client_credentials" }, "tests", IdentityApp.TestsSecret));

        Assert.Equal(HttpStatusCode.Forbidden, (await _store.UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }

    [Theory]
    [InlineData("UPDATE identity.users SET disabled_at = now() WHERE email = '{email}'")]
    [InlineData("DELETE FROM identity.users WHERE email = '{email}'")]
    [InlineData("UPDATE identity.clients SET is_enabled = false WHERE id = '{client}'")]
    public async Task Somebody_who_is_gone_and_an_application_that_is_off_get_nothing_and_refresh_nothing(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var other = await OtherApp.MakeAsync(app);
        var tokens = await other.TokensAsync(_browser);
        Assert.Equal(HttpStatusCode.OK, (await _store.UserInfoAsync(Access(tokens))).StatusCode);

        await app.SqlAsync(sql.Replace("{email}", _email, StringComparison.Ordinal).Replace("{client}", other.Id, StringComparison.Ordinal));

        var refused = await _store.UserInfoAsync(Access(tokens));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains(await StoreClient.ErrorAsync(await other.RefreshAsync(tokens)), new[] { "invalid_grant", "invalid_client" });
    }

    [Fact]
    public async Task The_token_comes_in_one_way_and_not_in_the_address()
    {
        var access = await AccessAsync("openid");
        using var inBody = new FormUrlEncodedContent([new("access_token", access)]);
        using var both = new HttpRequestMessage(HttpMethod.Post, app.Url + "/connect/userinfo") { Content = new FormUrlEncodedContent([new("access_token", access)]), Headers = { Authorization = new("Bearer", access) } };
        using var lowerCase = new HttpRequestMessage(HttpMethod.Get, app.Url + "/connect/userinfo");
        lowerCase.Headers.TryAddWithoutValidation("Authorization", "bearer " + access);

        Assert.Equal(HttpStatusCode.OK, (await StoreClient.Http.PostAsync(app.Url + "/connect/userinfo", inBody)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await StoreClient.Http.SendAsync(lowerCase)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.SendAsync(both)).StatusCode);
        var inAddress = await StoreClient.Http.GetAsync($"{app.Url}/connect/userinfo?access_token={access}");
        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
        Assert.StartsWith("Bearer", inAddress.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> AccessAsync(string scope) => Access(await StoreClient.JsonAsync(await _store.ExchangeAsync(await _store.CodeAsync(_browser, ("scope", scope)))));

    private static string Access(JsonObject tokens) => (string)tokens["access_token"]!;
}
