using System.Net;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>What happens at the door is told under names that a guard can search for (S-180). Tests of accounts look for those of their own.</summary>
[Collection(nameof(IdentityApp))]
public sealed class SecurityEventTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _owner = new();
    private readonly Browser _stranger = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";
    private object _user = "";

    public async Task InitializeAsync()
    {
        _email = await _owner.RegisterAsync(app);
        _user = await app.UserIdAsync(_email);
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        _stranger.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Of_signing_in()
    {
        await _stranger.SignInAsync(app, _email, "not the password");
        await _stranger.SignInAsync(app, _email);
        for (var i = 0; i < 5; i++)
        {
            using var other = new Browser();
            await other.SignInAsync(app, _email, "not the password");
        }

        using var late = new Browser();
        await late.SignInAsync(app, _email);

        Assert.Equal(
            ["account.opened", "sign_in.refused", "sign_in.succeeded", .. Enumerable.Repeat("sign_in.refused", 5), "sign_in.locked"], app.Security.Of(_user));
    }

    [Fact]
    public async Task Of_an_account_that_was_suspended()
    {
        await app.SqlAsync($"UPDATE identity.users SET disabled_at = now() WHERE id = '{_user}'");

        await _stranger.SignInAsync(app, _email);

        Assert.Equal(["account.opened", "sign_in.refused"], app.Security.Of(_user));
    }

    [Fact]
    public async Task Of_what_is_spent_twice()
    {
        var code = await _store.CodeAsync(_owner);
        var grant = await GrantAsync(await _store.ExchangeAsync(code));
        Assert.Equal(HttpStatusCode.BadRequest, (await _store.ExchangeAsync(code)).StatusCode);
        Assert.Equal(["code.reused"], app.Security.Of(grant));

        var tokens = await _store.ExchangeAsync(await _store.CodeAsync(_owner));
        var other = await GrantAsync(tokens);
        var refresh = (string)(await StoreClient.JsonAsync(tokens))["refresh_token"]!;
        await _store.RefreshAsync(refresh);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await _store.RefreshAsync(refresh)).StatusCode);
        Assert.Equal(["refresh_token.reused"], app.Security.Of(other));
    }

    [Fact]
    public async Task Of_a_client_without_its_secret_and_nothing_that_it_wrote()
    {
        var (before, form) = (app.Security.Of("client.refused").Count, new Dictionary<string, string?> { ["grant_type"] = "client_credentials" });

        await _store.TokenAsync(form, "store", "a wrong secret");
        await _store.TokenAsync(form, "somebody@example.test", "another");

        Assert.Equal(before + 2, app.Security.Of("client.refused").Count);
        Assert.Contains("client.refused", app.Security.Of(", store"));
        Assert.Empty(app.Security.Of("somebody@example.test"));
    }

    private async Task<object> GrantAsync(HttpResponseMessage tokens)
    {
        Assert.Equal(HttpStatusCode.OK, tokens.StatusCode);
        return await app.SqlAsync($"SELECT id FROM identity.grants WHERE user_id = '{_user}' ORDER BY id DESC LIMIT 1") ?? throw new InvalidOperationException("There is no grant.");
    }
}
