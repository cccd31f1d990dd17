using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Passkeys;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Administration;

/// <summary>An account that an administrator opens for somebody, who alone says what opens it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class InviteTests(IdentityApp app) : IAsyncLifetime
{
    private static readonly Guid Actor = Guid.CreateVersion7();
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private readonly string _email = $"{Guid.CreateVersion7():N}@example.test";

    public Task InitializeAsync() => app.CreateOutboxAsync();

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return app.DropOutboxAsync();
    }

    [Fact]
    public async Task The_link_lets_its_reader_choose_a_password_once()
    {
        var id = await InviteAsync();
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM shared.outbox WHERE stream_id = '{id}' AND name = 'user.registered'")); // nobody has taken it over yet
        var account = await AccountAsync(id);
        Assert.Equal((false, false, 0), ((bool)account["hasPassword"]!, (bool)account["emailConfirmed"]!, (int)account["passkeys"]!));
        Assert.Equal(("invited", "Asked by phone"), ((string)account["changes"]![0]!["action"]!, (string)account["changes"]![0]!["detail"]!));
        var link = await LinkAsync();
        var page = await _browser.GetAsync(link.AbsoluteUri);
        Assert.Contains(_email, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(link.AbsoluteUri)).StatusCode); // looking does nothing

        var weak = await _browser.SubmitAsync(page, link, "/invited", ("password", "password"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _browser.SubmitAsync(page, link, "/invited", ("password", Browser.Password))));

        Assert.Equal("/account", Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(app.Url + "/account")).StatusCode); // it is signed in
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(link.AbsoluteUri)).StatusCode);
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE id = '{id}' AND email_confirmed"));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM shared.outbox WHERE stream_id = '{id}' AND name = 'user.registered'"));
        using var elsewhere = new Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.SignInAsync(app, _email)).StatusCode);
    }

    [Fact]
    public async Task Or_a_passkey()
    {
        var id = await InviteAsync();
        var link = await LinkAsync();
        using var device = new Authenticator(app.Url);
        var page = await _browser.GetAsync(link.AbsoluteUri);
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = await TokenOfAsync(page), ["key"] = KeyIn(link) };
        var options = await (await _browser.PostAsync(app.Url + "/invited/passkey/new", fields)).Content.ReadAsStringAsync();

        var done = await _browser.SubmitAsync(page, link, "/invited/passkey", ("credential", device.Create(options)));

        Assert.Equal("/account", done.Headers.Location!.OriginalString);
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.user_passkeys WHERE user_id = '{id}'"));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE id = '{id}' AND email_confirmed AND password_hash IS NULL"));
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(link.AbsoluteUri)).StatusCode);
    }

    [Fact]
    public async Task The_link_is_good_for_a_week_and_a_code_opens_the_account_after_it()
    {
        var id = await InviteAsync();
        var link = await LinkAsync();
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(link.AbsoluteUri)).StatusCode);
        Assert.Null((await AccountAsync(id))["invitedUntil"]);

        var forgot = new Uri(app.Url + "/forgot");
        var reset = await _browser.SubmitAsync(await _browser.GetAsync(forgot.AbsoluteUri), forgot, ("email", _email));
        await _browser.SubmitAsync(reset, new(app.Url + "/reset"), ("code", await app.CodeAsync(_email, "reset")), ("next", Browser.Password));

        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM shared.outbox WHERE stream_id = '{id}' AND name = 'user.registered'"));
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.account_invitations WHERE user_id = '{id}'"));
    }

    [Fact]
    public async Task Who_waits_is_sent_another_link_and_who_has_an_account_none()
    {
        var id = await InviteAsync();
        var first = await LinkAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(id, await InviteAsync());

        var second = await LinkAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(first.AbsoluteUri)).StatusCode);
        await _browser.SubmitAsync(await _browser.GetAsync(second.AbsoluteUri), second, "/invited", ("password", Browser.Password));
        var refused = await SendAsync(HttpMethod.Post, Guid.CreateVersion7(), "/invite", new { actor = Actor, fullName = "Asha Rao", email = _email, reason = "Again" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("address_taken", await StoreClient.ErrorAsync(refused));
    }

    [Fact]
    public async Task Asked_twice_for_one_account_it_is_opened_and_mailed_once()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(id, await InviteAsync(id));
        Assert.Equal(id, await InviteAsync(id));

        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM shared.outbox WHERE type LIKE '%AccountInvited' AND payload->>'recipient' = '{_email}'"));
    }

    [Theory]
    [InlineData("", "nila@example.test", "x", 409)]
    [InlineData("Nila", "nila", "x", 409)]
    [InlineData("Nila", "nila@example.test", " ", 400)]
    public async Task Nonsense_is_refused(string name, string email, string reason, int status) =>
        Assert.Equal(status, (int)(await SendAsync(HttpMethod.Post, Guid.CreateVersion7(), "/invite", new { actor = Actor, fullName = name, email, reason })).StatusCode);

    [Fact]
    public async Task A_link_that_is_none_opens_nothing()
    {
        await InviteAsync();
        var link = await LinkAsync();
        var page = await _browser.GetAsync(link.AbsoluteUri);

        var guess = await _browser.SubmitAsync(page, link, "/invited", ("key", new string('a', 43)), ("password", Browser.Password));

        Assert.Equal(HttpStatusCode.NotFound, guess.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(app.Url + "/invited?key=short")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(app.Url + "/invited")).StatusCode);
    }

    [Fact]
    public async Task A_corrected_address_takes_the_invitation_along()
    {
        var id = await InviteAsync();
        var first = await LinkAsync();
        var right = $"{Guid.CreateVersion7():N}@example.test";

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, id, "/correct", new { actor = Actor, fullName = "Asha Rao", email = right, reason = "A slip" })).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(first.AbsoluteUri)).StatusCode); // who reads the wrong mailbox opens nothing
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync((await LinkAsync(right)).AbsoluteUri)).StatusCode);
    }

    private async Task<Guid> InviteAsync(Guid? id = null)
    {
        var answer = await SendAsync(HttpMethod.Post, id ?? Guid.CreateVersion7(), "/invite", new { actor = Actor, fullName = "Asha Rao", email = _email, reason = "Asked by phone" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (Guid)(await StoreClient.JsonAsync(answer))["id"]!;
    }

    private async Task<Uri> LinkAsync(string? email = null) => new((string)(await app.SqlAsync(
        $"SELECT payload->>'link' FROM shared.outbox WHERE type = 'Marketplace.Domain.Identity.AccountInvited' AND payload->>'recipient' = '{email ?? _email}' ORDER BY occurred_at DESC, id DESC LIMIT 1"))!);

    private static string KeyIn(Uri link) => link.Query["?key=".Length..];

    private static async Task<string> TokenOfAsync(HttpResponseMessage page)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }

    private async Task<JsonObject> AccountAsync(Guid id) => await StoreClient.JsonAsync(await SendAsync(HttpMethod.Get, id, "", null));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Guid id, string action, object? body)
    {
        var machine = new Dictionary<string, string?> { ["grant_type"] = "client_credentials", ["scope"] = "accounts.manage" };
        var token = (string)(await StoreClient.JsonAsync(await _store.TokenAsync(machine, "api", IdentityApp.ApiSecret)))["access_token"]!;
        using var request = new HttpRequestMessage(method, $"{app.Url}/manage/users/{id}{action}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await StoreClient.Http.SendAsync(request);
    }
}
