using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;
using Marketplace.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Tokens;

/// <summary>The API against everything that is no token of ours.</summary>
[Collection(nameof(IdentityApp))]
public sealed class BearerTests(IdentityApp app) : IAsyncLifetime
{
    private readonly RelyingApp _apps = new(app);
    private ForgedTokens _forge = null!;

    public async Task InitializeAsync()
    {
        await _apps.StartAsync();
        var keys = app.Services.GetRequiredService<KeyRing>();
        _forge = new(
            app.Url, await keys.ActiveAsync(JwsAlgorithm.ES256, CancellationToken.None), await keys.ActiveAsync(JwsAlgorithm.RS256, CancellationToken.None), app.Clock.GetUtcNow());
    }

    public Task DisposeAsync() => _apps.DisposeAsync().AsTask();

    [Fact]
    public async Task A_valid_token_is_taken_whatever_the_case_of_the_scheme()
    {
        foreach (var scheme in (string[])["Bearer", "bearer", "BEARER"])
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", $"{scheme} {_forge.Valid()}")).StatusCode);
        }
    }

    [Fact]
    public async Task None_of_the_battery_is_taken_and_each_is_answered_as_the_standard_says()
    {
        var battery = _forge.Battery().ToList();
        Assert.True(battery.Count > 110, $"Only {battery.Count} tokens were forged.");
        foreach (var (what, token) in battery)
        {
            using var response = await GetAsync("/me", "Bearer " + token);
            if (response.StatusCode != HttpStatusCode.RequestHeaderFieldsTooLarge)
            {
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {response.StatusCode}");
                Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Of_ten_thousand_random_mutants_none_is_taken()
    {
        var random = new Random(20261121);
        var (valid, keys, taken) = (_forge.Valid(), app.Services.GetRequiredService<KeyRing>(), 0);
        var expected = new TokenExpectation(TokenTypes.AccessToken, app.Url, "marketplace-api", app.Clock.GetUtcNow());
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
        {
            var mutant = Mutate(valid, random);
            if (mutant != valid && await JwsVerifier.VerifyAsync(mutant, expected, keys.FindAsync, CancellationToken.None) is not null)
            {
                taken++;
            }
        }

        Assert.Equal(0, taken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        Assert.NotNull(await JwsVerifier.VerifyAsync(valid, expected, keys.FindAsync, CancellationToken.None));
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Random_mutants_over_http_are_refused_without_a_failure_of_ours()
    {
        var (random, valid) = (new Random(4), _forge.Valid());
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Repeats.Of(named: 200, usual: 20); i++)
        {
            var mutants = Enumerable.Range(0, 100).Select(_ => Mutate(valid, random)).Where(m => m != valid && m.All(c => c is > ' ' and <= '~'));
            answers.AddRange((await Task.WhenAll(mutants.Select(m => GetAsync("/me", "Bearer " + m)))).Select(r => r.StatusCode));
        }

        Assert.True(answers.Count > 1500);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
    }

    [Fact]
    public async Task A_token_elsewhere_than_in_the_header_is_not_seen_and_two_are_refused()
    {
        var token = _forge.Valid();
        using var form = new FormUrlEncodedContent([new("access_token", token)]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.GetAsync($"{_apps.ApiUrl}/me?access_token={token}")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await StoreClient.Http.PostAsync($"{_apps.ApiUrl}/me", form)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync($"/me?access_token={token}", "Bearer " + token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("/me", "Bearer " + token, "Bearer " + token)).StatusCode);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_has_no_error_and_the_body_is_a_problem()
    {
        var response = await StoreClient.Http.GetAsync(_apps.ApiUrl + "/me");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer realm=\"marketplace\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_machines_token_never_acts_as_a_person()
    {
        var form = new Dictionary<string, string?> { ["grant_type"] = "client_credentials" };
        var token = (string)(await StoreClient.JsonAsync(await new StoreClient(app).TokenAsync(form, "tests", IdentityApp.TestsSecret)))["access_token"]!;

        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("/me", "Bearer " + token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await new StoreClient(app).UserInfoAsync(token)).StatusCode);
    }

    [Fact]
    public async Task A_scope_or_role_that_is_missing_is_forbidden_and_an_endpoint_without_a_policy_is_closed()
    {
        var claims = _forge.Claims();
        claims["scope"] = "openid";
        var response = await GetAsync("/me", "Bearer " + _forge.Sign(_forge.Header(), claims));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("insufficient_scope", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("/admin", "Bearer " + _forge.Valid())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("/forgotten", "Bearer " + _forge.Valid())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await StoreClient.Http.GetAsync(_apps.ApiUrl + "/forgotten")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await StoreClient.Http.GetAsync(_apps.ApiUrl + "/nowhere")).StatusCode);

        claims = _forge.Claims();
        claims["role"] = new System.Text.Json.Nodes.JsonArray("customer", "admin");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/admin", "Bearer " + _forge.Sign(_forge.Header(), claims))).StatusCode);
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute_and_not_by_more()
    {
        var claims = _forge.Claims();
        claims["exp"] = app.Clock.GetUtcNow().AddSeconds(-15).ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/me", "Bearer " + _forge.Sign(_forge.Header(), claims))).StatusCode);

        claims["exp"] = app.Clock.GetUtcNow().AddSeconds(-45).ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/me", "Bearer " + _forge.Sign(_forge.Header(), claims))).StatusCode);
    }

    private static string Mutate(string token, Random random)
    {
        var text = token.ToCharArray().ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0: text[at] = (char)random.Next(0x21, 0x7f); break;
                case 1: text.RemoveAt(at); break;
                case 2: text.Insert(at, (char)random.Next(0x21, 0x7f)); break;
                default: (text[at], text[random.Next(text.Count)]) = (text[random.Next(text.Count)], text[at]); break;
            }
        }

        return new([.. text]);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params string[] authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _apps.ApiUrl + path);
        if (authorization.Length == 1)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization[0]);
            return await StoreClient.Http.SendAsync(request);
        }

        return await SendRawAsync(path, authorization);
    }

    /// <summary>HttpClient joins equal headers; a socket does not.</summary>
    private async Task<HttpResponseMessage> SendRawAsync(string path, string[] authorization)
    {
        var uri = new Uri(_apps.ApiUrl);
        using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", uri.Port);
        var text = $"GET {path} HTTP/1.1\r\nHost: {uri.Authority}\r\nConnection: close\r\n{string.Concat(authorization.Select(a => $"Authorization: {a}\r\n"))}\r\n";
        await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(text));
        using var reader = new StreamReader(socket.GetStream());
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        return new HttpResponseMessage((HttpStatusCode)status);
    }
}
