using System.Net;
using Marketplace.IdentityServer.Tests.Shared;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Clients;

[Collection(nameof(IdentityApp))]
public sealed class DeveloperTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Developer _developer = new(app);

    public Task InitializeAsync() => _developer.RegisterAsync();

    public Task DisposeAsync()
    {
        _developer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_new_application_gets_an_id_and_a_secret_that_is_shown_once_and_stored_nowhere()
    {
        var (id, secret) = await _developer.MakeAsync();

        Assert.Equal(43, secret.Length);
        Assert.True(await IsKnownAsync(id, secret));
        using var page = await _developer.OpenAsync($"/developer/apps/{id}");
        Assert.DoesNotContain(secret, page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets s WHERE s::text LIKE '%{secret}%'"));
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM audit.entries c WHERE c::text LIKE '%{secret}%'"));
        Assert.Equal("{authorization_code,refresh_token,client_credentials}", await app.SqlAsync($"SELECT grants::text FROM identity.clients WHERE id = '{id}' AND NOT is_first_party"));
        Assert.Equal("created", await app.SqlAsync($"SELECT string_agg(substr(action, 13), ',') FROM audit.entries WHERE subject_id = '{id}'"));
    }

    [Fact]
    public async Task An_application_on_a_device_gets_no_secret_and_may_choose_its_port()
    {
        var created = await _developer.CreateAsync(Developer.Wish(("kind", "device"), ("redirectUris", "http://127.0.0.1/back")));
        var id = created.Headers.Location!.OriginalString.Split('/', '?')[3];

        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets WHERE client_id = '{id}'"));
        Assert.Equal("None true", await app.SqlAsync($"SELECT authentication || ' ' || is_native FROM identity.clients WHERE id = '{id}'"));
        await _developer.ActAsync(id, "/secrets");
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets WHERE client_id = '{id}'"));
    }

    [Theory]
    [InlineData("name", "ab")]
    [InlineData("name", "Marketplace support")]
    [InlineData("name", "two\nlines")]
    [InlineData("name", "\u202Ereversed")]
    [InlineData("kind", "anything")]
    [InlineData("redirectUris", "")]
    [InlineData("redirectUris", "http://shelf.example/back")]
    [InlineData("redirectUris", "https://shelf.example/back\nhttps://*.shelf.example/back")]
    [InlineData("redirectUris", "javascript:alert(1)")]
    [InlineData("redirectUris", "https://shelf.example/back#x")]
    [InlineData("redirectUris", "https://shelf.example/back?iss=x")]
    [InlineData("postLogoutRedirectUris", "data:text/html,x")]
    [InlineData("scopes", "")]
    [InlineData("scopes", "marketplace")]
    [InlineData("scopes", "roles")]
    [InlineData("scopes", "users.read")]
    public async Task What_is_wrong_is_said_and_nothing_is_made(string field, string value)
    {
        var response = await _developer.CreateAsync(Developer.Wish((field, value)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("errors", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync());
    }

    [Fact]
    public async Task Who_has_not_confirmed_the_address_makes_nothing()
    {
        using var other = await new Developer(app).RegisterAsync(isConfirmed: false);
        Assert.Contains("Confirm your email", (await other.OpenAsync("/developer")).Body!.TextContent, StringComparison.Ordinal);

        var response = await other.PostAsync("/account", "/developer", Developer.Wish());

        Assert.Equal("/developer", response.Headers.Location!.OriginalString);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.clients c JOIN identity.users u ON u.id = c.owner_id WHERE u.email = '{other.Email}'"));
    }

    [Fact]
    public async Task Nobody_makes_more_than_twenty()
    {
        await app.SqlAsync(
            $"""
            INSERT INTO identity.clients (id, name, is_enabled, is_first_party, authentication, is_native, grants, scopes, redirect_uris, post_logout_redirect_uris, created_at, owner_id)
            SELECT 'many-' || i || '-' || u.id, 'Many', true, false, 'None', true, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[], now(), u.id
            FROM generate_series(1, 20) i, identity.users u WHERE u.email = '{_developer.Email}'
            """);

        Assert.Equal(HttpStatusCode.Conflict, (await _developer.CreateAsync(Developer.Wish())).StatusCode);
        Assert.Equal(20L, await CountAsync());
    }

    [Fact]
    public async Task Another_developers_application_is_as_if_it_were_not_there()
    {
        var (id, secret) = await _developer.MakeAsync();
        using var other = await new Developer(app).RegisterAsync();
        var (mine, _) = await other.MakeAsync();
        var kept = await app.SqlAsync($"SELECT id FROM identity.client_secrets WHERE client_id = '{id}'");

        Assert.Equal(HttpStatusCode.NotFound, (await other.Browser.GetAsync($"{app.Url}/developer/apps/{id}")).StatusCode);
        foreach (var (action, fields) in (IEnumerable<(string, (string, string)[])>)[
            ("", Developer.Wish(("name", "Stolen"))), ("/secrets", []), ($"/secrets/{kept}/end", []), ("/switch", [("on", "false")]), ("/review", []), ("/logo/remove", []), ("/delete", [])])
        {
            await other.PostAsync($"/developer/apps/{mine}", $"/developer/apps/{id}{action}", fields);
        }

        Assert.True(await IsKnownAsync(id, secret));
        Assert.Equal("created", await app.SqlAsync($"SELECT string_agg(substr(action, 13), ',') FROM audit.entries WHERE subject_id = '{id}'"));
    }

    [Fact]
    public async Task Two_secrets_work_side_by_side_and_no_third_is_made()
    {
        var (id, first) = await _developer.MakeAsync();
        var second = Developer.SecretOn(await Developer.ReadAsync(await _developer.ActAsync(id, "/secrets")))!;

        Assert.True(await IsKnownAsync(id, first) && await IsKnownAsync(id, second));
        var end = (DateTime)(await app.SqlAsync($"SELECT expires_at FROM identity.client_secrets WHERE client_id = '{id}' ORDER BY created_at LIMIT 1"))!;
        Assert.InRange(end - app.Clock.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.SeeOther, (await _developer.ActAsync(id, "/secrets")).StatusCode);
        Assert.Equal(2L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets WHERE client_id = '{id}'"));

        await app.SqlAsync($"UPDATE identity.client_secrets SET expires_at = now() - interval '1 second' WHERE client_id = '{id}' AND expires_at IS NOT NULL");
        Assert.False(await IsKnownAsync(id, first));
        var kept = await app.SqlAsync($"SELECT id FROM identity.client_secrets WHERE client_id = '{id}' AND expires_at IS NULL");
        await _developer.ActAsync(id, $"/secrets/{kept}/end");
        Assert.False(await IsKnownAsync(id, second));
    }

    [Fact]
    public async Task Of_two_secrets_made_at_once_one_is_too_many()
    {
        var (id, _) = await _developer.MakeAsync();
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"SELECT 1 FROM identity.clients WHERE id = '{id}' FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();

        var both = Task.WhenAll(_developer.ActAsync(id, "/secrets"), _developer.ActAsync(id, "/secrets"));
        await app.WaitForLocksAsync("clients", waiting: 2);
        await held.CommitAsync();

        Assert.Single(await both, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(2L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets WHERE client_id = '{id}'"));
    }

    [Fact]
    public async Task An_application_is_changed_only_by_who_signed_in_lately()
    {
        var (id, secret) = await _developer.MakeAsync();
        var kept = await app.SqlAsync($"SELECT id FROM identity.client_secrets WHERE client_id = '{id}'");
        app.Clock.Advance(TimeSpan.FromMinutes(31));

        foreach (var (action, fields) in (IEnumerable<(string, (string, string)[])>)[
            ("", Developer.Wish(("redirectUris", "https://elsewhere.example/back"), ("scopes", "orders.write"))), ("/secrets", []), ($"/secrets/{kept}/end", []), ("/switch", [("on", "false")]), ("/review", []),
            ("/logo/remove", []), ("/delete", [])])
        {
            Assert.StartsWith($"/account/confirm?returnUrl=%2Fdeveloper%2Fapps%2F{id}", (await _developer.ActAsync(id, action, fields)).Headers.Location?.OriginalString, StringComparison.Ordinal);
        }

        Assert.StartsWith("/account/confirm?", (await _developer.ShowLogoAsync(id, [1, 2, 3])).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.True(await IsKnownAsync(id, secret));
        Assert.Equal("created", await app.SqlAsync($"SELECT string_agg(substr(action, 13), ',') FROM audit.entries WHERE subject_id = '{id}'"));
    }

    private Task<object?> CountAsync() => app.SqlAsync($"SELECT count(*) FROM identity.clients c JOIN identity.users u ON u.id = c.owner_id WHERE u.email = '{_developer.Email}'");

    /// <summary>A refresh with nonsense: who is known is told that the token is wrong.</summary>
    private async Task<bool> IsKnownAsync(string id, string secret) => await StoreClient.ErrorAsync(await new StoreClient(app).TokenAsync(
        new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = "x" }, id, secret)) == "invalid_grant";
}
