using System.Net;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>Whose scripts may ask for tokens.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ScriptTests(IdentityApp app)
{
    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/revoke")]
    [InlineData("/connect/userinfo")]
    public async Task A_registered_application_in_the_browser_may(string path)
    {
        var origin = await RegisterAsync(ClientAuthentication.None);

        using var response = await AskAsync(path, origin);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(origin, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("authorization,content-type", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_page_of_an_application_with_a_secret_and_a_strange_page_may_not()
    {
        var secretive = await RegisterAsync(ClientAuthentication.Basic);
        var disabled = await RegisterAsync(ClientAuthentication.None, isEnabled: false);

        foreach (var origin in (IEnumerable<string>)[secretive, disabled, "https://strange.example", "null", "%", ""])
        {
            using var response = await AskAsync("/connect/token", origin);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"), origin);
        }
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/endsession")]
    [InlineData("/signin")]
    public async Task Nobody_may_elsewhere(string path)
    {
        var origin = await RegisterAsync(ClientAuthentication.None);

        using var response = await AskAsync(path, origin);

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task<string> RegisterAsync(ClientAuthentication authentication, bool isEnabled = true)
    {
        var (id, origin) = ($"app-{Guid.CreateVersion7():N}", $"https://{Guid.CreateVersion7():N}.example");
        await app.WithDbAsync(db =>
        {
            db.Clients.Add(new Client
            {
                Id = id,
                Name = "Cart in a browser",
                IsEnabled = isEnabled,
                Authentication = authentication,
                Grants = [GrantTypes.AuthorizationCode],
                Scopes = [Scopes.OpenId],
                RedirectUris = [$"{origin}/back"],
                CreatedAt = app.Clock.GetUtcNow(),
            });
            return db.SaveChangesAsync();
        });
        return origin;
    }

    /// <summary>What a browser asks before it lets a script send a request that carries a token.</summary>
    private Task<HttpResponseMessage> AskAsync(string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, app.Url + path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", path == "/connect/userinfo" ? "GET" : "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return StoreClient.Http.SendAsync(request);
    }
}
