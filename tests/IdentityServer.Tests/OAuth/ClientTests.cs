using System.Net;
using System.Text;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>Who a client is, and what it gets when it speaks for itself.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ClientTests(IdentityApp app)
{
    private static readonly Dictionary<string, string?> AsItself = new() { ["grant_type"] = "client_credentials" };
    private readonly StoreClient _client = new(app);

    [Fact]
    public async Task A_machine_gets_an_access_token_for_itself_and_nothing_else()
    {
        var tokens = await StoreClient.JsonAsync(await _client.TokenAsync(AsItself, "tests", IdentityApp.TestsSecret));

        Assert.False(tokens.ContainsKey("refresh_token"));
        Assert.False(tokens.ContainsKey("id_token"));
        Assert.Equal("marketplace users.read", (string?)tokens["scope"]);
        Assert.True(Base64UrlText.TryDecode(((string)tokens["access_token"]!).Split('.')[0], out var header));
        Assert.Contains("\"typ\":\"at+jwt\"", Encoding.UTF8.GetString(header), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("marketplace unknown")]
    [InlineData("a\"b")]
    public async Task A_machine_gets_no_scope_of_a_person_or_of_others(string scope) => Assert.Equal(
        "invalid_scope", await StoreClient.ErrorAsync(await _client.TokenAsync(new Dictionary<string, string?>(AsItself) { ["scope"] = scope }, "tests", IdentityApp.TestsSecret)));

    [Fact]
    public async Task A_resource_is_ours_or_unknown()
    {
        var ours = new Dictionary<string, string?>(AsItself) { ["resource"] = "marketplace-api" };
        var other = new Dictionary<string, string?>(AsItself) { ["resource"] = "https://other.example" };

        Assert.Equal(HttpStatusCode.OK, (await _client.TokenAsync(ours, "tests", IdentityApp.TestsSecret)).StatusCode);
        Assert.Equal("invalid_target", await StoreClient.ErrorAsync(await _client.TokenAsync(other, "tests", IdentityApp.TestsSecret)));
    }

    [Fact]
    public async Task A_grant_that_the_client_may_not_use_is_refused() =>
        Assert.Equal("unauthorized_client", await StoreClient.ErrorAsync(await _client.TokenAsync(AsItself)));

    [Theory]
    [InlineData("tests", "wrong")]
    [InlineData("unknown", "wrong")]
    [InlineData("tests", "")]
    public async Task A_wrong_secret_and_an_unknown_client_get_the_same_answer(string client, string secret)
    {
        var response = await _client.TokenAsync(AsItself, client, secret);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Basic", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"error":"invalid_client","error_description":"The client could not be authenticated."}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic dGVzdHM=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic /////w==")]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    public async Task A_header_that_makes_no_sense_is_no_proof(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Url + "/connect/token") { Content = new FormUrlEncodedContent(AsItself!) };
        request.Headers.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_method_is_the_registered_one_and_only_one_at_a_time()
    {
        var post = new Dictionary<string, string?>(AsItself) { ["client_id"] = "tests", ["client_secret"] = IdentityApp.TestsSecret };
        using var content = new FormUrlEncodedContent(post!);

        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.PostAsync(app.Url + "/connect/token", content)).StatusCode);
        Assert.Equal("invalid_request", await StoreClient.ErrorAsync(await _client.TokenAsync(post, "tests", IdentityApp.TestsSecret)));
        var otherId = new Dictionary<string, string?>(AsItself) { ["client_id"] = "store" };
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.TokenAsync(otherId, "tests", IdentityApp.TestsSecret)).StatusCode);
    }

    [Fact]
    public async Task A_client_without_a_secret_proves_nothing_with_one()
    {
        var id = $"public-{Guid.CreateVersion7():N}";
        await app.WithDbAsync(async db =>
        {
            db.Clients.Add(new Client { Id = id, Name = "On a phone", Grants = ["authorization_code", "refresh_token"], Scopes = ["openid"], RedirectUris = ["https://phone.example/back"], CreatedAt = app.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        var refresh = new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = "x", ["client_id"] = id };

        Assert.Equal("invalid_grant", await PostAsync(refresh)); // known without one
        foreach (var secret in (string[])["a secret", IdentityApp.StoreSecret, " "])
        {
            Assert.Equal("invalid_client", await PostAsync(new(refresh) { ["client_secret"] = secret }));
            Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await _client.TokenAsync(refresh, id, secret)));
        }

        Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await _client.TokenAsync(refresh, id, "")));
        await app.SqlAsync($"DELETE FROM identity.clients WHERE id = '{id}'");

        async Task<string?> PostAsync(Dictionary<string, string?> form)
        {
            using var content = new FormUrlEncodedContent(form!);
            return await StoreClient.ErrorAsync(await StoreClient.Http.PostAsync(app.Url + "/connect/token", content));
        }
    }

    [Fact]
    public async Task Id_and_secret_are_form_encoded_inside_the_header()
    {
        const string Secret = "p+q:r%20s t ü 0123456789 0123456789";
        await using var server = app.Build(FreeUrl(), ("Clients:tests:Secret", Secret));
        await using (var scope = server.Services.CreateAsyncScopeOf(out ClientSeed seed))
        {
            await seed.RunAsync(CancellationToken.None);
        }

        var encoded = Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.TokenAsync(AsItself, "tests", encoded)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.TokenAsync(AsItself, "tests", IdentityApp.TestsSecret)).StatusCode); // the old one has an hour
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.client_secrets s WHERE s::text LIKE '%{IdentityApp.TestsSecret}%'"));
        await app.SqlAsync("UPDATE identity.client_secrets SET expires_at = NULL WHERE client_id = 'tests'"); // other tests go on with it, and may move the clock
    }

    [Fact]
    public async Task Only_a_form_in_the_body_is_read()
    {
        using var json = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");
        // Asks before it sends: otherwise the refusal may close the connection while the body is still on its way.
        using var large = new HttpRequestMessage(HttpMethod.Post, app.Url + "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("x", new string('x', 70_000))]), Headers = { ExpectContinue = true },
        };
        using var repeated = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("grant_type", "client_credentials")]);

        Assert.Equal(HttpStatusCode.BadRequest, (await StoreClient.Http.PostAsync(app.Url + "/connect/token", json)).StatusCode);
        Assert.Contains((await StoreClient.Http.SendAsync(large)).StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        Assert.Equal("invalid_request", await StoreClient.ErrorAsync(await StoreClient.Http.PostAsync(app.Url + "/connect/token", repeated)));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await StoreClient.Http.GetAsync(app.Url + "/connect/token?grant_type=client_credentials")).StatusCode);
        Assert.Equal("invalid_request", await StoreClient.ErrorAsync(await _client.TokenAsync(new Dictionary<string, string?> { ["scope"] = "x" }, path: "/connect/token?grant_type=client_credentials")));
    }

    [Fact]
    public async Task Guessing_secrets_is_slowed_down()
    {
        await using var server = app.Build(FreeUrl(out var url), ("Limits:ClientFailures", "5"));
        Marketplace.IdentityServer.Shared.Hosting.UseIdentityServer(server);
        await server.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _client.TokenAsync(AsItself, "guessed", "wrong", url)).StatusCode);
        }

        var late = await _client.TokenAsync(AsItself, "guessed", "wrong", url);

        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        Assert.InRange(late.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await _client.TokenAsync(AsItself, "tests", IdentityApp.TestsSecret, url)).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_does_not_lock_out_the_right_client_at_another_address()
    {
        await using var server = app.Build(FreeUrl(out var url), ("Limits:ClientFailures", "5"));
        Marketplace.IdentityServer.Shared.Hosting.UseIdentityServer(server);
        await server.StartAsync();
        for (var i = 0; i < 6; i++)
        {
            await FromAsync("203.0.113.50", "wrong");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await FromAsync("203.0.113.50", IdentityApp.TestsSecret)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("203.0.113.51", IdentityApp.TestsSecret)).StatusCode);

        async Task<HttpResponseMessage> FromAsync(string address, string secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url + "/connect/token") { Content = new FormUrlEncodedContent(AsItself!) };
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"tests:{secret}")));
            request.Headers.Add("X-Forwarded-For", address);
            return await StoreClient.Http.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("https://app.example/cb#x")]
    [InlineData("https://*.app.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://app.example/cb")]
    [InlineData("https://app.example/cb?iss=x")]
    [InlineData("https://user@app.example/cb")]
    [InlineData("https://app.example\\cb")]
    [InlineData("https://\u0430pp.example/cb")]
    [InlineData("/cb")]
    public void Such_an_address_cannot_be_registered(string uri) => Assert.NotNull(RedirectUris.WhyNot(uri));

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", true)]
    [InlineData("http://[::1]:80/cb", "http://[::1]:51004/cb", true)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb/", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:x/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:51004@evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://localhost:51004/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:51004/cb", false)]
    public void Only_a_native_app_may_choose_its_port_on_the_loopback(string registered, string uri, bool isAllowed)
    {
        var native = new Client { Id = "n", Name = "n", IsNative = true, RedirectUris = [registered] };
        var web = new Client { Id = "w", Name = "w", RedirectUris = [registered] };

        Assert.Equal(isAllowed, RedirectUris.IsRegistered(native, uri));
        Assert.False(RedirectUris.IsRegistered(web, uri));
    }

    private static string FreeUrl() => FreeUrl(out _);

    private static string FreeUrl(out string url) => url = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
}
