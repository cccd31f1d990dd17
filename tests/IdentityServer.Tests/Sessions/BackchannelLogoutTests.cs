using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Sessions;

/// <summary>Applications of others hear that somebody has signed out (OpenID Connect Back-Channel Logout 1.0, O-143).</summary>
[Collection(nameof(IdentityApp))]
public sealed class BackchannelLogoutTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly LogoutReceiver _receiver = new();
    private OtherApp _other = null!;
    private string _sid = "";

    public async Task InitializeAsync()
    {
        await _receiver.StartAsync();
        await _browser.RegisterAsync(app);
        _other = await OtherApp.MakeAsync(app);
        await app.SqlAsync($"UPDATE identity.clients SET backchannel_logout_uri = '{_receiver.Url}/logout' WHERE id = '{_other.Id}'");
        _sid = Sid(await _other.TokensAsync(_browser));
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Signing_out_is_told_in_a_token_that_is_no_id_token()
    {
        await SignOutAsync();

        var token = await HeardAsync();
        var key = app.Services.GetRequiredService<KeyRing>();
        var now = app.Clock.GetUtcNow();
        var verified = await JwsVerifier.VerifyAsync(token, new TokenExpectation(TokenTypes.LogoutToken, app.Url, _other.Id, now), key.FindAsync, CancellationToken.None);
        Assert.NotNull(verified);
        Assert.Null(await JwsVerifier.VerifyAsync(token, new TokenExpectation(TokenTypes.IdToken, app.Url, _other.Id, now), key.FindAsync, CancellationToken.None));
        var claims = Claims(token);
        Assert.Equal(_sid, (string?)claims["sid"]);
        Assert.Equal("{}", claims["events"]!["http://schemas.openid.net/event/backchannel-logout"]!.ToJsonString());
        Assert.False(claims.ContainsKey("nonce"));
        Assert.Equal(43, ((string)claims["jti"]!).Length);
        Assert.InRange((long)claims["exp"]! - (long)claims["iat"]!, 1, 120);
        await GoneAsync();
    }

    [Fact]
    public async Task An_application_that_is_away_is_told_later()
    {
        _receiver.Answers.Enqueue(503);
        await SignOutAsync();
        await HeardAsync();
        Assert.Equal(1L, await WaitingAsync());

        app.Clock.Advance(TimeSpan.FromSeconds(10));

        await HeardAsync(2);
        await GoneAsync();
    }

    [Fact]
    public async Task One_that_says_no_is_not_asked_again()
    {
        _receiver.Answers.Enqueue(400);
        await SignOutAsync();

        await HeardAsync();

        await GoneAsync();
    }

    [Fact]
    public async Task After_the_last_try_nobody_tries_again()
    {
        for (var i = 0; i < 10; i++)
        {
            _receiver.Answers.Enqueue(500);
        }

        await SignOutAsync();
        for (var heard = 1; heard <= 6; heard++)
        {
            await HeardAsync(heard);
            await SettledAsync();
            app.Clock.Advance(TimeSpan.FromHours(2));
        }

        await GoneAsync();
        Assert.Equal(6, _receiver.Heard.Count);
    }

    [Fact]
    public async Task Signing_in_again_is_no_sign_out_and_the_end_names_the_sign_in_that_the_application_knows()
    {
        await app.SqlAsync($"UPDATE identity.sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = '{_sid}'");
        await SignInAgainAsync();
        Assert.Equal(0L, await WaitingAsync());
        Assert.Empty(_receiver.Heard);

        await SignOutAsync();

        await HeardAsync();
        Assert.Contains(_receiver.Heard, t => (string?)Claims(t)["sid"] == _sid);
    }

    [Fact]
    public async Task One_without_an_address_or_whose_consent_was_withdrawn_before_hears_nothing()
    {
        await app.SqlAsync($"UPDATE identity.grants SET revoked_at = now() - interval '1 hour', revoked_because = 'consent_withdrawn' WHERE client_id = '{_other.Id}'");

        await SignOutAsync();

        Assert.Equal(0L, await WaitingAsync());
        Assert.Empty(_receiver.Heard);
    }

    private async Task SignInAgainAsync()
    {
        var email = (string)(await app.SqlAsync($"SELECT u.email FROM identity.users u JOIN identity.sessions s ON s.user_id = u.id WHERE s.id = '{_sid}'"))!;
        var address = new Uri(_other.AuthorizeUrl(("prompt", "login")));
        var (page, at) = await _browser.FollowAsync(address.AbsoluteUri);
        await _browser.SubmitAsync(page, at, ("email", email), ("password", Browser.Password));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.sessions WHERE id = '{_sid}' AND replaced_by IS NOT NULL"));
    }

    private async Task SignOutAsync()
    {
        var address = new Uri(app.Url + "/signout");
        await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address);
    }

    /// <summary>Until the application has heard so many, however busy this machine is.</summary>
    private async Task<string> HeardAsync(int count = 1)
    {
        for (var i = 0; i < 600 && _receiver.Heard.Count < count; i++)
        {
            await Task.Delay(50);
        }

        Assert.True(_receiver.Heard.Count >= count, $"{_receiver.Heard.Count} heard, not {count}");
        return _receiver.Heard.Last();
    }

    private Task<bool> GoneAsync() => UntilAsync($"SELECT count(*) = 0 FROM identity.logout_messages WHERE client_id = '{_other.Id}'");

    /// <summary>Until what failed has been put back, or given up.</summary>
    private Task<bool> SettledAsync() => UntilAsync(
        $"SELECT NOT EXISTS (SELECT 1 FROM identity.logout_messages WHERE client_id = '{_other.Id}' AND attempts < {_receiver.Heard.Count}) AND pg_sleep(0.3)::text = ''");

    private async Task<bool> UntilAsync(string sql)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await app.SqlAsync(sql) is true)
            {
                return true;
            }

            await Task.Delay(50);
        }

        Assert.Fail(sql);
        return false;
    }

    private async Task<long> WaitingAsync() => (long)(await app.SqlAsync($"SELECT count(*) FROM identity.logout_messages WHERE client_id = '{_other.Id}'"))!;

    private static string Sid(JsonObject tokens) => (string)Claims((string)tokens["id_token"]!)["sid"]!;

    private static JsonObject Claims(string token) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
}
