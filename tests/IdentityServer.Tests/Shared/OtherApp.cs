using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>An application of somebody else, which must ask people before it may do anything for them.</summary>
internal sealed class OtherApp
{
    public const string RedirectUri = "https://orders.example/back";
    public const string Secret = "other-secret-of-the-tests-0123456789";
    private readonly IdentityApp _app;
    private readonly StoreClient _spoken;

    private OtherApp(IdentityApp app, string id) => (_app, Id, _spoken) = (app, id, new(app));

    public string Id { get; }

    public static async Task<OtherApp> MakeAsync(IdentityApp app, string name = "Order watcher", ClientReview review = ClientReview.None)
    {
        var id = $"app-{Guid.CreateVersion7():N}";
        await app.WithDbAsync(async db =>
        {
            db.Clients.Add(new Client
            {
                Id = id,
                Name = name,
                Authentication = ClientAuthentication.Basic,
                Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
                Scopes = ["openid", "profile", "email", "offline_access", "orders.read", "orders.write"],
                RedirectUris = [RedirectUri],
                CreatedAt = app.Clock.GetUtcNow(),
                Review = review,
            });
            db.Add(new ClientSecret { Id = Guid.CreateVersion7(), ClientId = id, Hash = Secrets.Hash(Secret), CreatedAt = app.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        return new(app, id);
    }

    public string AuthorizeUrl(params (string Name, string? Value)[] changes) =>
        _spoken.AuthorizeUrl([("client_id", Id), ("redirect_uri", RedirectUri), ("scope", "openid offline_access orders.read"), .. changes]);

    /// <summary>Opens the page that asks, and answers it.</summary>
    public async Task<Dictionary<string, string>> AskAsync(Browser browser, string answer = "allow", params (string Name, string? Value)[] changes)
    {
        var address = new Uri(AuthorizeUrl(changes));
        return Read(await browser.SubmitAsync(await browser.GetAsync(address.AbsoluteUri), address, "/consent", ("answer", answer)));
    }

    public Task<HttpResponseMessage> ExchangeAsync(string code, string? server = null) => _spoken.TokenAsync(
        new Dictionary<string, string?> { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = _spoken.Verifier, ["redirect_uri"] = RedirectUri },
        Id, Secret, server);

    /// <summary>Asks as itself, for no person.</summary>
    public Task<HttpResponseMessage> AskForItselfAsync(string? scope = null, string? server = null) => _spoken.TokenAsync(
        new Dictionary<string, string?> { ["grant_type"] = "client_credentials", ["scope"] = scope }.Where(p => p.Value is not null), Id, Secret, server);

    /// <summary>Sends a request beforehand.</summary>
    public Task<HttpResponseMessage> PushAsync() => _spoken.TokenAsync(
        _spoken.Request(("client_id", Id), ("redirect_uri", RedirectUri), ("scope", "openid orders.read")), Id, Secret, path: "/connect/par");

    public Task<HttpResponseMessage> RefreshAsync(JsonObject tokens) => _spoken.TokenAsync(
        new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = (string?)tokens["refresh_token"] }, Id, Secret);

    public async Task<JsonObject> TokensAsync(Browser browser) =>
        await StoreClient.JsonAsync(await ExchangeAsync((await AskAsync(browser))["code"]));

    /// <summary>What came back to the application.</summary>
    public Dictionary<string, string> Read(HttpResponseMessage response)
    {
        Assert.StartsWith(RedirectUri + "?", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var answer = QueryHelpers.ParseQuery(response.Headers.Location!.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
        Assert.Equal("a state", answer["state"]);
        Assert.Equal(_app.Url, answer["iss"]);
        return answer;
    }
}
