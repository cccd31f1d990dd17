using System.Net;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>Applications of others may ask so often and no more, over all nodes, and are told how much is left (O-79, EXP-API-04).</summary>
[Collection(nameof(IdentityApp))]
public sealed class CallLimitTests(IdentityApp app) : IAsyncLifetime
{
    private readonly string _url = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
    private readonly Browser _browser = new();
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        await _browser.RegisterAsync(app);
        _server = app.Build(_url, ("Limits:ClientCalls", "3"), ("Limits:ClientCallsPerUser", "2"));
        _server.UseIdentityServer();
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_application_is_told_what_is_left_and_then_when_to_come_back()
    {
        var other = await OtherApp.MakeAsync(app);
        for (var left = 2; left >= 0; left--)
        {
            var answer = await other.AskForItselfAsync(server: _url);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("\"client\";q=3;w=60", Assert.Single(answer.Headers.GetValues("RateLimit-Policy")));
            Assert.StartsWith($"\"client\";r={left};t=", Assert.Single(answer.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        }

        var refused = await other.AskForItselfAsync(server: _url);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await (await OtherApp.MakeAsync(app)).AskForItselfAsync(server: _url)).StatusCode); // another one is not concerned
    }

    [Fact]
    public async Task One_person_of_an_application_is_counted_apart_from_the_others()
    {
        var other = await OtherApp.MakeAsync(app);
        var token = (string)(await other.TokensAsync(_browser))["access_token"]!;
        using var second = new Browser();
        await second.RegisterAsync(app);
        var otherToken = (string)(await other.TokensAsync(second))["access_token"]!;

        Assert.Equal(HttpStatusCode.OK, await UserInfoAsync(token));
        Assert.Equal(HttpStatusCode.OK, await UserInfoAsync(token));
        Assert.Equal(HttpStatusCode.TooManyRequests, await UserInfoAsync(token));
        Assert.Equal(HttpStatusCode.OK, await UserInfoAsync(otherToken));
    }

    [Fact]
    public async Task Our_own_apps_are_not_counted()
    {
        var store = new StoreClient(app);
        for (var i = 0; i < 5; i++)
        {
            var answer = await store.TokenAsync(new Dictionary<string, string?> { ["grant_type"] = "client_credentials" }, "tests", IdentityApp.TestsSecret, _url);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("RateLimit"));
        }
    }

    private async Task<HttpStatusCode> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url + "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await StoreClient.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
