using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>The client "store", spoken by hand, so that tests can say each thing wrong.</summary>
public sealed class StoreClient(IdentityApp app)
{
    public const string AllScopes = "openid profile email roles offline_access marketplace";
    public static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 });

    public string Verifier { get; } = Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
    public string Challenge => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public Dictionary<string, string?> Request(params (string Name, string? Value)[] changes)
    {
        var request = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "store",
            ["redirect_uri"] = app.RedirectUri,
            ["scope"] = AllScopes,
            ["state"] = "a state",
            ["nonce"] = "a-nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            request[name] = value;
        }

        return request;
    }

    public string AuthorizeUrl(params (string Name, string? Value)[] changes) =>
        QueryHelpers.AddQueryString(app.Url + "/connect/authorize", Request(changes).Where(p => p.Value is not null));

    /// <summary>A code for whoever is signed in in the browser.</summary>
    public async Task<string> CodeAsync(Browser browser, params (string Name, string? Value)[] changes)
    {
        var response = await browser.GetAsync(AuthorizeUrl(changes));
        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        return Assert.Single(query["code"])!;
    }

    public Task<HttpResponseMessage> ExchangeAsync(string code, params (string Name, string? Value)[] changes) =>
        TokenAsync(Changed(new() { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = Verifier, ["redirect_uri"] = app.RedirectUri }, changes));

    public Task<HttpResponseMessage> RefreshAsync(string token, params (string Name, string? Value)[] changes) =>
        TokenAsync(Changed(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token }, changes));

    public async Task<JsonObject> TokensAsync(Browser browser) => await JsonAsync(await ExchangeAsync(await CodeAsync(browser)));

    public async Task<HttpResponseMessage> TokenAsync(
        IEnumerable<KeyValuePair<string, string?>> form, string client = "store", string secret = IdentityApp.StoreSecret, string? server = null, string path = "/connect/token")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (server ?? app.Url) + path) { Content = new FormUrlEncodedContent(form!) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")));
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> UserInfoAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Url + "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await Http.SendAsync(request);
    }

    public async Task<JsonObject> IntrospectAsync(string token) =>
        await JsonAsync(await TokenAsync(new Dictionary<string, string?> { ["token"] = token }, path: "/connect/introspect"));

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public static async Task<string?> ErrorAsync(HttpResponseMessage response) => (string?)(await JsonAsync(response))["error"];

    private static Dictionary<string, string?> Changed(Dictionary<string, string?> form, (string Name, string? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                form.Remove(name);
            }
            else
            {
                form[name] = value;
            }
        }

        return form;
    }
}
