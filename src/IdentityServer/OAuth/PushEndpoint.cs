using System.Text.Json.Serialization;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

internal sealed record PushAnswer(
    [property: JsonPropertyName("request_uri")] string RequestUri,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>Takes authorization requests beforehand (RFC 9126). What is wrong with one is said here, and not to the browser.</summary>
internal static class PushEndpoint
{
    private static readonly string[] Credentials = ["client_secret", "client_assertion", "client_assertion_type"];

    public static void MapPush(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Paths.Push, Post).DisableAntiforgery().RequireCors(BrowserClientCors.Policy);

    private static async Task<IResult> Post(
        HttpContext http, ClientAuthenticator clients, PushedRequests requests, Throttle throttle, IOptions<TokenOptions> tokens, IOptions<LimitOptions> limits, CancellationToken ct)
    {
        var (client, form, refusal) = await clients.ReadAsync(http, ct);
        if (client is null || form is null)
        {
            return refusal!;
        }

        if (form["request_uri"] is not null)
        {
            return OAuthResults.Error(OAuthErrors.InvalidRequest, "A pushed request cannot refer to another one.");
        }

        var parameters = form.With("client_id", client.Id).Without(Credentials);
        if (parameters["redirect_uri"] is not { } redirectUri || !RedirectUris.IsRegistered(client, redirectUri))
        {
            return OAuthResults.Error(OAuthErrors.InvalidRequest, "The redirect_uri is missing, or not one that the client has registered.");
        }

        if (AuthorizeRequest.Read(parameters, client, redirectUri, tokens.Value.Audience).Refusal is { } wrong)
        {
            return OAuthResults.Error(wrong.Error, wrong.Why);
        }

        var who = $"{client.Id}|{Throttle.AddressOf(http)}";
        if (await throttle.CountAsync("push", who, limits.Value.PushedRequests, TimeSpan.FromMinutes(1), ct) is { } wait)
        {
            return OAuthResults.TooManyRequests(http, wait);
        }

        var reference = await requests.AddAsync(client, parameters, ct);
        return Results.Json(new PushAnswer(reference, (int)PushedRequests.Life.TotalSeconds), statusCode: StatusCodes.Status201Created);
    }
}
