using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>The APIs are told of every sign-in that ends before its time, whatever ended it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class RevokedGrantTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private string _email = "";
    private Guid _grant;

    public async Task InitializeAsync()
    {
        _email = await _browser.RegisterAsync(app);
        var access = (string)(await new StoreClient(app).TokensAsync(_browser))["access_token"]!;
        Assert.True(Marketplace.Tokens.Base64UrlText.TryDecode(access.Split('.')[1], out var json));
        _grant = (Guid)System.Text.Json.Nodes.JsonNode.Parse(json)!["gid"]!;
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Signing_out_is_told()
    {
        Assert.False(await IsToldAsync());
        var address = new Uri(app.Url + "/signout");
        await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address);

        Assert.True(await IsToldAsync());
    }

    [Theory]
    [InlineData("UPDATE identity.grants SET revoked_at = now() WHERE id = '{grant}'")]
    [InlineData("DELETE FROM identity.grants WHERE id = '{grant}'")]
    [InlineData("DELETE FROM identity.users WHERE email = '{email}'")]
    public async Task Whatever_ends_it_is_told(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);

        await app.SqlAsync(sql.Replace("{grant}", $"{_grant}", StringComparison.Ordinal).Replace("{email}", _email, StringComparison.Ordinal));

        Assert.True(await IsToldAsync());
    }

    [Fact]
    public async Task Being_used_is_not_told()
    {
        await app.SqlAsync($"UPDATE identity.grants SET session_id = session_id WHERE id = '{_grant}'");

        Assert.False(await IsToldAsync());
    }

    private async Task<bool> IsToldAsync() => await app.SqlAsync($"SELECT count(*) FROM identity.revoked_grants WHERE grant_id = '{_grant}'") is 1L;
}
