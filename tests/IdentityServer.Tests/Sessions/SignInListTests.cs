using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Sessions;

[Collection(nameof(IdentityApp))]
public sealed class SignInListTests(IdentityApp app) : IAsyncLifetime
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
    private const string Phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36";
    private readonly Browser _here = new(Windows);
    private readonly Browser _there = new(Phone);
    private readonly StoreClient _store = new(app);
    private string _email = "";

    private Uri Account { get; } = new(app.Url + "/account");

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _email = await _here.RegisterAsync(app);
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task Names_each_browser_with_its_network_and_when_it_was_seen()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await _there.SignInAsync(app, _email);

        var list = await ListAsync(_here);

        Assert.Equal(2, list.Count);
        var mine = Assert.Single(list, i => i.TextContent.Contains("You are here", StringComparison.Ordinal));
        Assert.Contains("Firefox on Windows", mine.TextContent, StringComparison.Ordinal);
        Assert.Contains("from network 127.0.0.x", mine.TextContent, StringComparison.Ordinal);
        Assert.Null(mine.QuerySelector("form"));
        var other = Assert.Single(list, i => i.TextContent.Contains("Chrome on Android", StringComparison.Ordinal));
        Assert.Contains("just now", other.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM identity.sessions s WHERE s::text LIKE '%127.0.0.1%' OR s::text LIKE '%Mozilla%'"));
    }

    [Fact]
    public async Task One_is_signed_out_with_all_that_it_had_opened()
    {
        await _there.SignInAsync(app, _email);
        var theirs = (string)(await _store.TokensAsync(_there))["refresh_token"]!;
        var mine = (string)(await _store.TokensAsync(_here))["refresh_token"]!;
        await AddAppSessionAsync(_email);

        var done = await EndAsync(_here, "Chrome on Android");

        Assert.Equal("/account?done=session#sessions", done.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(theirs)));
        Assert.Equal(HttpStatusCode.OK, (await _store.RefreshAsync(mine)).StatusCode);
        Assert.Single(await ListAsync(_here));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.app_sessions a JOIN identity.users u ON u.id = a.user_id WHERE u.email = '{_email}'"));
    }

    [Fact]
    public async Task Nobody_ends_the_sign_in_of_another()
    {
        using var stranger = new Browser();
        var theirs = await stranger.RegisterAsync(app);
        var id = (string)(await app.SqlAsync($"SELECT s.id FROM identity.sessions s JOIN identity.users u ON u.id = s.user_id WHERE u.email = '{theirs}'"))!;
        await _there.SignInAsync(app, _email);

        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/sessions/end", ("session", id));

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(Account.AbsoluteUri)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_keeps_its_place()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await _here.SignInAsync(app, _email);

        var only = Assert.Single(await ListAsync(_here));
        var since = (DateTime)(await app.SqlAsync($"SELECT s.started_at FROM identity.sessions s JOIN identity.users u ON u.id = s.user_id WHERE u.email = '{_email}' AND s.ended_at IS NULL"))!;
        Assert.True(app.Clock.GetUtcNow() - since > TimeSpan.FromMinutes(29), only.TextContent);
    }

    [Fact]
    public async Task A_new_device_is_told_by_mail_and_a_known_one_is_not()
    {
        Assert.Null(await MailedAsync());
        await _here.SignInAsync(app, _email);
        Assert.Null(await MailedAsync());

        await _there.SignInAsync(app, _email);

        Assert.Equal("Chrome on Android", (await MailedAsync())!.Device);
        Assert.Equal(_email, (await MailedAsync())!.Recipient);
        await app.SqlAsync("DELETE FROM shared.outbox");
        await _there.SubmitAsync(await _there.GetAsync(app.Url + "/signout"), new(app.Url + "/signout"));
        await _there.SignInAsync(app, _email);
        Assert.Null(await MailedAsync());
    }

    private Task<object?> AddAppSessionAsync(string email) => app.SqlAsync(
        $"""
        INSERT INTO identity.app_sessions (id, app, user_id, identity_session_id, tokens, access_expires_at, created_at, last_seen_at, expires_at)
        SELECT sha256(s.id::bytea), 'store', u.id, s.id, '', now(), now(), now(), now() + interval '1 day'
        FROM identity.sessions s JOIN identity.users u ON u.id = s.user_id WHERE u.email = '{email}' AND s.ended_at IS NULL
        """);

    private async Task<HttpResponseMessage> EndAsync(Browser browser, string device)
    {
        var page = await browser.GetAsync(Account.AbsoluteUri);
        var item = Assert.Single(await ListAsync(browser), i => i.TextContent.Contains(device, StringComparison.Ordinal));
        return await browser.SubmitAsync(page, Account, "/account/sessions/end", ("session", item.QuerySelector("input[name=session]")!.GetAttribute("value")!));
    }

    private async Task<IReadOnlyList<IElement>> ListAsync(Browser browser)
    {
        var document = await new HtmlParser().ParseDocumentAsync(await (await browser.GetAsync(Account.AbsoluteUri)).Content.ReadAsStringAsync());
        return [.. document.QuerySelectorAll("section[aria-labelledby=sessions] li")];
    }

    private async Task<SignedInOnNewDevice?> MailedAsync() =>
        (string?)await app.SqlAsync($"SELECT payload::text FROM shared.outbox WHERE type = '{typeof(SignedInOnNewDevice).FullName}'") is { } payload
            ? JsonSerializer.Deserialize<SignedInOnNewDevice>(payload, EventTypes.Json)
            : null;
}
