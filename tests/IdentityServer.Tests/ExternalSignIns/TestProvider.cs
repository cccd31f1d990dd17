using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.EmbeddedPostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Marketplace.IdentityServer.Tests.ExternalSignIns;

/// <summary>Stands in for Google: asks nobody, hands out codes that are good once and with their verifier only, and tells who signed in.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "our-client";
    public const string ClientSecret = "our-secret";
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri, JsonObject Person)> _codes = new();
    private readonly ConcurrentDictionary<string, JsonObject> _tokens = new();

    private TestProvider(WebApplication server) => _server = server;

    public string Url { get; private init; } = "";

    /// <summary>Who sits in front of the browser.</summary>
    public JsonObject Person { get; set; } = [];

    /// <summary>Says no instead.</summary>
    public bool Refuses { get; set; }

    public List<string> Requests { get; } = [];

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var url = $"http://localhost:{FreePort.Find()}";
        builder.WebHost.UseUrls(url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        var provider = new TestProvider(builder.Build()) { Url = url };
        provider._server.MapGet("/auth", provider.Authorize);
        provider._server.MapPost("/token", provider.TokenAsync);
        provider._server.MapGet("/me", provider.Me);
        await provider._server.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        Requests.Add(request.QueryString.Value!);
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["state"].Count != 1)
        {
            return Results.BadRequest("not a request of ours");
        }

        var back = query["redirect_uri"].ToString();
        if (Refuses)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = query["state"] }));
        }

        var code = Guid.CreateVersion7().ToString("N");
        _codes[code] = (query["code_challenge"].ToString(), back, (JsonObject)Person.DeepClone());
        return Results.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || !_codes.TryRemove(form["code"].ToString(), out var issued) || form["redirect_uri"] != issued.RedirectUri
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != issued.Challenge)
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var token = Guid.CreateVersion7().ToString("N");
        _tokens[token] = issued.Person;
        return Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 60 });
    }

    private IResult Me(HttpRequest request) =>
        _tokens.TryGetValue(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), out var person) ? Results.Json(person) : Results.Unauthorized();
}
