using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Administration;
using Marketplace.IdentityServer.Tests.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Administration;

[Collection(nameof(IdentityApp))]
public sealed class AdministrationTests(IdentityApp app) : IAsyncLifetime
{
    private static readonly Guid Actor = Guid.CreateVersion7();
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";
    private Guid _id;

    public async Task InitializeAsync()
    {
        _email = await _browser.RegisterAsync(app);
        _id = (Guid)(await app.SqlAsync($"SELECT id FROM identity.users WHERE email = '{_email}'"))!;
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Only_the_marketplace_itself_gets_in()
    {
        var person = (string)(await _store.TokensAsync(_browser))["access_token"]!;
        var other = (string)(await StoreClient.JsonAsync(await _store.TokenAsync(Machine("users.read"), "tests", IdentityApp.TestsSecret)))["access_token"]!;
        var narrow = (string)(await StoreClient.JsonAsync(await _store.TokenAsync(Machine("users.read"), "api", IdentityApp.ApiSecret)))["access_token"]!;

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(null, HttpMethod.Get, "")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("x.y.z", HttpMethod.Get, "")).StatusCode);
        foreach (var token in (string[])[person, other, narrow])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(token, HttpMethod.Get, "")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(token, HttpMethod.Post, "/suspend", new { actor = Actor, reason = "x" })).StatusCode);
        }

        Assert.Equal("invalid_scope", await StoreClient.ErrorAsync(await _store.TokenAsync(Machine("accounts.manage"), "tests", IdentityApp.TestsSecret)));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(await TokenAsync(), HttpMethod.Get, "")).StatusCode);
    }

    [Fact]
    public async Task A_suspended_account_is_out_at_once_and_reads_why_when_it_signs_in()
    {
        var refresh = (string)(await _store.TokensAsync(_browser))["refresh_token"]!;

        await TellAsync(HttpMethod.Post, "/suspend", new { actor = Actor, reason = "Sells what is not theirs." });

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(refresh)));
        Assert.StartsWith("/signin", (await _browser.GetAsync(app.Url + "/account")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        var refused = await (await _browser.SignInAsync(app, _email)).Content.ReadAsStringAsync();
        Assert.Contains("This account is suspended, so nobody can sign in with it. Sells what is not theirs.", refused, StringComparison.Ordinal);
        var guessed = await (await _browser.SignInAsync(app, _email, "not the password")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("suspended", guessed, StringComparison.Ordinal);

        await TellAsync(HttpMethod.Post, "/reactivate", new { actor = Actor });

        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _email)).StatusCode);
        var changes = (await AccountAsync())["changes"]!.AsArray();
        Assert.Equal(["reactivated", "suspended"], changes.Select(c => (string)c!["action"]!));
        Assert.Equal("Sells what is not theirs.", (string)changes[1]!["detail"]!);
    }

    [Fact]
    public async Task The_marketplace_hears_of_it_once()
    {
        await app.CreateOutboxAsync();
        try
        {
            await TellAsync(HttpMethod.Post, "/suspend", new { actor = Actor, reason = "x" });
            await TellAsync(HttpMethod.Post, "/suspend", new { actor = Actor, reason = "x" }); // it is already
            await TellAsync(HttpMethod.Post, "/reactivate", new { actor = Actor });

            Assert.Equal(
                "user.suspended Marketplace.Domain.Identity.UserSuspended, user.reactivated Marketplace.Domain.Identity.UserReactivated",
                await app.SqlAsync($"SELECT string_agg(name || ' ' || type, ', ' ORDER BY occurred_at, id) FROM shared.outbox WHERE stream_id = '{_id}' AND payload->>'userId' = '{_id}'"));
        }
        finally
        {
            await app.DropOutboxAsync();
        }
    }

    [Fact]
    public async Task A_password_that_may_not_be_safe_opens_nothing()
    {
        await TellAsync(HttpMethod.Post, "/require-password", new { actor = Actor });

        var refused = await (await _browser.SignInAsync(app, _email)).Content.ReadAsStringAsync();
        Assert.Contains("This password may not be safe any more.", refused, StringComparison.Ordinal);
        Assert.NotNull((await AccountAsync())["passwordRequiredSince"]);
        Assert.Equal(0, (int)(await AccountAsync())["signIns"]!);
    }

    [Fact]
    public async Task Somebody_can_be_signed_out_everywhere_and_helped_over_a_lost_phone()
    {
        await Phone.SetUpAsync(app, _browser);
        Assert.True((bool)(await AccountAsync())["hasSecondFactor"]!);

        await TellAsync(HttpMethod.Post, "/end-sign-ins", new { actor = Actor });
        Assert.Equal("/signin/code", (await _browser.SignInAsync(app, _email)).Headers.Location!.OriginalString.Split('?')[0]);
        await TellAsync(HttpMethod.Post, "/remove-second-factor", new { actor = Actor, reason = "Came to the counter with their passport." });

        Assert.False((bool)(await AccountAsync())["hasSecondFactor"]!);
        Assert.NotEqual("/signin/code", (await _browser.SignInAsync(app, _email)).Headers.Location!.OriginalString.Split('?')[0]);
    }

    [Fact]
    public async Task A_role_that_is_taken_ends_what_is_open()
    {
        await TellAsync(HttpMethod.Put, "/roles", new { actor = Actor, roles = (string[])["support", "finance"] });
        Assert.Equal("{customer,finance,support}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{_id}'"));
        var refresh = (string)(await _store.TokensAsync(_browser))["refresh_token"]!; // what was open stayed so

        await TellAsync(HttpMethod.Put, "/roles", new { actor = Actor, roles = (string[])["support"] });

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(refresh)));
        Assert.Equal("{customer,support}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{_id}'"));
        Assert.Equal(["finance, support → support", "none → finance, support"], (await AccountAsync())["changes"]!.AsArray().Select(c => (string)c!["detail"]!));
    }

    [Theory]
    [InlineData("/suspend", """{"actor":"0197d2ae-5f2c-7c1e-8f0a-3b1d5e7f9a2c"}""")]
    [InlineData("/suspend", """{"actor":"0197d2ae-5f2c-7c1e-8f0a-3b1d5e7f9a2c","reason":"  "}""")]
    [InlineData("/remove-second-factor", """{"actor":"0197d2ae-5f2c-7c1e-8f0a-3b1d5e7f9a2c"}""")]
    [InlineData("/suspend", "{")]
    [InlineData("/suspend", "null")]
    public async Task Nonsense_is_refused(string action, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Url}/manage/users/{_id}{action}") { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new("Bearer", await TokenAsync());

        Assert.Equal(HttpStatusCode.BadRequest, (await StoreClient.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task What_was_done_cannot_be_changed_or_deleted()
    {
        await TellAsync(HttpMethod.Post, "/end-sign-ins", new { actor = Actor });

        foreach (var sql in (string[])["UPDATE audit.entries SET reason = 'nothing'", "DELETE FROM audit.entries", "TRUNCATE audit.entries"])
        {
            Assert.Contains("only grows", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.SqlAsync(sql))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_console_makes_the_first_super_administrator_of_somebody_who_has_a_confirmed_account()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE id = '{_id}'");
        Assert.False((await MakeAdminAsync("nobody@example.test")).IsDone);
        Assert.False((await MakeAdminAsync(_email)).IsDone);
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = true WHERE id = '{_id}'");

        Assert.True((await MakeAdminAsync(_email)).IsDone);

        Assert.Equal("{admin,customer}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{_id}'"));
        Assert.Null((await AccountAsync())["changes"]![0]!["actorName"]);
    }

    private async Task<(bool IsDone, string Text)> MakeAdminAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MakeAdmin>().RunAsync(email, CancellationToken.None);
    }

    private async Task<JsonObject> AccountAsync() => await StoreClient.JsonAsync(await SendAsync(await TokenAsync(), HttpMethod.Get, ""));

    private async Task TellAsync(HttpMethod method, string action, object body) => Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(await TokenAsync(), method, action, body)).StatusCode);

    private async Task<string> TokenAsync() =>
        (string)(await StoreClient.JsonAsync(await _store.TokenAsync(Machine("accounts.manage"), "api", IdentityApp.ApiSecret)))["access_token"]!;

    private async Task<HttpResponseMessage> SendAsync(string? token, HttpMethod method, string action, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{app.Url}/manage/users/{_id}{action}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await StoreClient.Http.SendAsync(request);
    }

    private static Dictionary<string, string?> Machine(string scope) => new() { ["grant_type"] = "client_credentials", ["scope"] = scope };
}
