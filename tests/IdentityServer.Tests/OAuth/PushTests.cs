using System.Net;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>Authorization requests that the client sends beforehand (RFC 9126).</summary>
[Collection(nameof(IdentityApp))]
public sealed class PushTests(IdentityApp app) : IDisposable
{
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Gives_a_reference_that_leads_through_the_sign_in_to_a_code()
    {
        using var someone = new Browser();
        var email = await someone.RegisterAsync(app);
        var address = await AddressAsync(await PushAsync());

        var (page, at) = await _browser.FollowAsync(address);
        Assert.Contains($"form-action 'self' {app.StoreUrl};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var posted = await _browser.SubmitAsync(page, at, ("email", email), ("password", Browser.Password));
        var (_, end) = await _browser.FollowAsync(new Uri(at, posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri);

        var query = QueryHelpers.ParseQuery(end.Query);
        Assert.Equal("a state", query["state"]);
        Assert.Equal(HttpStatusCode.OK, (await _store.ExchangeAsync(query["code"]!)).StatusCode);
    }

    [Fact]
    public async Task A_sign_in_may_take_longer_than_the_reference_lives_but_may_not_begin_later()
    {
        using var someone = new Browser();
        var email = await someone.RegisterAsync(app);
        var (begun, late) = (await AddressAsync(await PushAsync()), await AddressAsync(await PushAsync()));
        var (page, at) = await _browser.FollowAsync(begun);
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        var posted = await _browser.SubmitAsync(page, at, ("email", email), ("password", Browser.Password));
        var (_, end) = await _browser.FollowAsync(new Uri(at, posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri);

        Assert.Contains("code=", end.Query, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.GetAsync(late)).StatusCode);
    }

    [Fact]
    public async Task Of_ten_browsers_that_come_with_one_reference_at_once_one_gets_a_code()
    {
        await _browser.RegisterAsync(app);
        var address = await AddressAsync(await PushAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _browser.GetAsync(address)));

        Assert.Single(answers, a => a.Headers.Location?.Query.Contains("code=", StringComparison.Ordinal) == true);
        Assert.Equal(9, answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/", "invalid_request")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", "openid nonsense", "invalid_scope")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("resource", "https://other.example", "invalid_target")]
    [InlineData("request", "e30.e30.", "request_not_supported")]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("client_id", "portal", "invalid_client")]
    public async Task What_is_wrong_is_said_at_once(string name, string? value, string error)
    {
        var answer = await PushAsync((name, value));

        Assert.Equal(error, (string?)(await StoreClient.JsonAsync(answer))["error"]);
        Assert.False(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_reference_is_long_and_neither_it_nor_the_secret_is_in_the_database()
    {
        var answer = await PushAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await StoreClient.JsonAsync(answer);
        var reference = (string)body["request_uri"]!;
        Assert.Equal(60, (int)body["expires_in"]!);
        Assert.Equal(43, reference.Split(':')[^1].Length);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.pushed_requests r WHERE r::text LIKE '%{reference.Split(':')[^1]}%' OR r::text LIKE '%{IdentityApp.StoreSecret}%'"));
    }

    [Fact]
    public async Task After_a_no_the_reference_is_used()
    {
        await _browser.RegisterAsync(app);
        var other = await OtherApp.MakeAsync(app);
        var request = new Dictionary<string, string?>(QueryHelpers.ParseQuery(new Uri(other.AuthorizeUrl()).Query).Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));
        var pushed = await StoreClient.JsonAsync(await _store.TokenAsync(request, other.Id, OtherApp.Secret, path: Paths.Push));
        var address = new Uri(AddressOf(other.Id, (string)pushed["request_uri"]!));

        var refused = await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address, Paths.Consent, ("answer", "refuse"));

        Assert.Contains("error=access_denied", refused.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.GetAsync(address.AbsoluteUri)).StatusCode);
    }

    [Fact]
    public async Task One_client_cannot_fill_the_table_from_one_address()
    {
        var url = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
        await using var server = app.Build(url, ("Limits:PushedRequests", "3"));
        server.UseIdentityServer();
        await server.StartAsync();
        await app.SqlAsync("DELETE FROM identity.throttles WHERE key LIKE 'push:%'");

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await _store.TokenAsync(_store.Request(), server: url, path: Paths.Push)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests], answers);
    }

    private Task<HttpResponseMessage> PushAsync(params (string Name, string? Value)[] changes) =>
        _store.TokenAsync(_store.Request(changes).Where(p => p.Value is not null), path: Paths.Push);

    private async Task<string> AddressAsync(HttpResponseMessage pushed) => AddressOf("store", (string)(await StoreClient.JsonAsync(pushed))["request_uri"]!);

    private string AddressOf(string client, string reference) =>
        QueryHelpers.AddQueryString(app.Url + Paths.Authorize, new Dictionary<string, string?> { ["client_id"] = client, ["request_uri"] = reference });
}
