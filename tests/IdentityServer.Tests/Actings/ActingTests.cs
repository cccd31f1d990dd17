using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Identity;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Actings;

/// <summary>Support works in a person's place: which tokens that gives, and what ends it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ActingTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _supports = new();
    private readonly Browser _persons = new();
    private readonly StoreClient _store = new(app);
    private string _personEmail = "";
    private Guid _support;
    private Guid _person;

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _support = await IdAsync(await _supports.RegisterAsync(app));
        _personEmail = await _persons.RegisterAsync(app);
        _person = await IdAsync(_personEmail);
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _supports.Dispose();
        _persons.Dispose();
    }

    [Fact]
    public async Task The_next_tokens_are_the_person_s_and_name_who_acts()
    {
        await StartAsync();

        var tokens = await _store.TokensAsync(_supports);

        var (access, id) = (Claims(tokens, "access_token"), Claims(tokens, "id_token"));
        Assert.Equal((_person.ToString(), _support.ToString()), ((string?)access["sub"], (string?)access["act"]!["sub"]));
        Assert.Equal((_person.ToString(), _support.ToString()), ((string?)id["sub"], (string?)id["act"]!["sub"]));
        Assert.Equal(_personEmail, (string?)access["email"]);
        var refreshed = Claims(await StoreClient.JsonAsync(await _store.RefreshAsync((string)tokens["refresh_token"]!)), "access_token");
        Assert.Equal(_support.ToString(), (string?)refreshed["act"]!["sub"]);
        Assert.Null(Claims(await _store.TokensAsync(_persons), "access_token")["act"]);
        Assert.Contains("You act for", await (await _supports.GetAsync(app.Url + "/acting")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_is_told_when_it_begins()
    {
        await StartAsync();

        var told = await ToldAsync();
        Assert.Equal((_person, _personEmail, "Asha Rao"), (told.UserId.Value, told.Recipient, told.FullName));
        Assert.InRange(told.EndsAt - told.At, ActingBook.Longest - TimeSpan.FromSeconds(10), ActingBook.Longest);
    }

    [Fact]
    public async Task Who_has_a_phone_only_is_told_there()
    {
        var number = "+9190" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
        await app.SqlAsync($"UPDATE identity.users SET email = NULL, normalized_email = NULL, phone_number = '{number}', phone_number_confirmed = true WHERE id = '{_person}'");

        await StartAsync();

        Assert.Equal(number, (await ToldAsync()).Recipient);
    }

    [Fact]
    public async Task Of_what_did_not_begin_nobody_is_told()
    {
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(Guid.CreateVersion7())).StatusCode);

        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%ActingStarted'"));
    }

    [Fact]
    public async Task Stopping_ends_its_tokens_at_once_and_leaves_support_signed_in()
    {
        await StartAsync();
        var tokens = await _store.TokensAsync(_supports);

        var stopped = await _supports.GetAsync(app.Url + "/acting/stop");

        Assert.EndsWith($"/admin/users/{_person}", stopped.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await AssertOverAsync(tokens);
        Assert.Equal(_support.ToString(), (string?)Claims(await _store.TokensAsync(_supports), "access_token")["sub"]);
        Assert.Equal("acting.started,acting.ended", await AuditAsync());
        Assert.Contains("support saw your pages", await (await _persons.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("support saw your pages", await (await _supports.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("support", "/suspend")]
    [InlineData("support", "/end-sign-ins")]
    [InlineData("person", "/suspend")]
    [InlineData("person", "/roles")]
    public async Task It_ends_with_what_it_rests_on(string whose, string action)
    {
        await StartAsync();
        var tokens = await _store.TokensAsync(_supports);

        var told = await TellAsync(action == "/roles" ? HttpMethod.Put : HttpMethod.Post, whose == "support" ? _support : _person, action, new { actor = Guid.CreateVersion7(), reason = "x", roles = (string[])["dispatch"] });

        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);
        await AssertOverAsync(tokens);
        Assert.Equal("acting.started,acting.ended", await AuditAsync());
    }

    [Fact]
    public async Task A_role_that_is_taken_ends_it()
    {
        await TellAsync(HttpMethod.Put, _support, "/roles", new { actor = Guid.CreateVersion7(), roles = (string[])["support"] });
        await StartAsync();
        var tokens = await _store.TokensAsync(_supports);

        await TellAsync(HttpMethod.Put, _support, "/roles", new { actor = Guid.CreateVersion7(), roles = Array.Empty<string>() });

        await AssertOverAsync(tokens);
    }

    [Fact]
    public async Task Its_half_hour_is_the_end_of_its_tokens_too()
    {
        await StartAsync();
        var tokens = await _store.TokensAsync(_supports);
        await app.SqlAsync($"UPDATE identity.actings SET ends_at = now() - interval '1 second' WHERE user_id = '{_person}'");

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync((string)tokens["refresh_token"]!)));
        Assert.Equal(_support.ToString(), (string?)Claims(await _store.TokensAsync(_supports), "access_token")["sub"]);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ActingBook>().ExpireAsync(CancellationToken.None);
        await AssertOverAsync(tokens);
        Assert.Equal("acting.started,acting.ended", await AuditAsync());
    }

    [Fact]
    public async Task A_copied_token_of_it_ends_it_and_is_not_told_as_a_sign_in_of_the_person()
    {
        await StartAsync();
        var tokens = await _store.TokensAsync(_supports);
        await _store.RefreshAsync((string)tokens["refresh_token"]!);
        app.Clock.Advance(TimeSpan.FromSeconds(6));

        await AssertOverAsync(tokens);
        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%AccountKeysChanged'"));
    }

    [Fact]
    public async Task A_code_from_before_the_end_gives_no_token_after_it()
    {
        await StartAsync();
        var code = await _store.CodeAsync(_supports);

        await _supports.GetAsync(app.Url + "/acting/stop");

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.ExchangeAsync(code)));
    }

    [Fact]
    public async Task It_begins_only_for_who_is_no_administrator_and_from_a_sign_in_that_is_alive()
    {
        var grant = await GrantAsync();
        await TellAsync(HttpMethod.Put, _person, "/roles", new { actor = Guid.CreateVersion7(), roles = (string[])["support"] });
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(grant)).StatusCode);
        await TellAsync(HttpMethod.Put, _person, "/roles", new { actor = Guid.CreateVersion7(), roles = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(Guid.CreateVersion7())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(grant, " ")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(grant)).StatusCode);

        var acting = Guid.Parse((string)Claims(await _store.TokensAsync(_supports), "access_token")["gid"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(acting)).StatusCode); // from a token in somebody's place none follows
    }

    private async Task StartAsync() => Assert.Equal(HttpStatusCode.OK, (await ActAsync(await GrantAsync())).StatusCode);

    private async Task<Guid> GrantAsync() => Guid.Parse((string)Claims(await _store.TokensAsync(_supports), "access_token")["gid"]!);

    private Task<HttpResponseMessage> ActAsync(Guid grant, string reason = "Ticket 4711") => TellAsync(HttpMethod.Post, _person, "/act", new { actor = _support, reason, grant });

    private async Task AssertOverAsync(JsonObject tokens)
    {
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync((string)tokens["refresh_token"]!)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
        var grant = (string)Claims(tokens, "access_token")["gid"]!;
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.revoked_grants WHERE grant_id = '{grant}'")); // the API hears of it
    }

    private async Task<HttpResponseMessage> TellAsync(HttpMethod method, Guid user, string action, object body)
    {
        var form = new Dictionary<string, string?> { ["grant_type"] = "client_credentials", ["scope"] = "accounts.manage" };
        var token = (string)(await StoreClient.JsonAsync(await _store.TokenAsync(form, "api", IdentityApp.ApiSecret)))["access_token"]!;
        using var request = new HttpRequestMessage(method, $"{app.Url}/manage/users/{user}{action}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await StoreClient.Http.SendAsync(request);
    }

    private async Task<ActingStarted> ToldAsync() => JsonSerializer.Deserialize<ActingStarted>(
        (string)(await app.SqlAsync($"SELECT payload::text FROM shared.outbox WHERE type = '{typeof(ActingStarted).FullName}' AND stream_id = '{_person}'"))!, EventTypes.Json)!;

    private Task<object?> AuditAsync() => app.SqlAsync($"SELECT string_agg(action, ',' ORDER BY at, id) FROM audit.entries WHERE acting_for_id = '{_person}'");

    private async Task<Guid> IdAsync(string email) => (Guid)(await app.SqlAsync($"SELECT id FROM identity.users WHERE email = '{email}'"))!;

    private static JsonObject Claims(JsonObject tokens, string name)
    {
        Assert.True(Base64UrlText.TryDecode(((string)tokens[name]!).Split('.')[1], out var claims));
        return JsonNode.Parse(Encoding.UTF8.GetString(claims))!.AsObject();
    }
}
