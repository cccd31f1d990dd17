using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.OAuth;

internal static class UserInfoEndpoint
{
    public static void MapUserInfo(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Paths.UserInfo, [HttpMethods.Get, HttpMethods.Post], Answer).DisableAntiforgery().RequireCors(BrowserClientCors.Policy);

    private static async Task<IResult> Answer(
        HttpContext http, AccessTokenReader tokens, AccountLookup accounts, ShownProfiles profiles, IdentityDb db, CallLimits calls, CancellationToken ct)
    {
        if (await PresentedAsync(http, ct) is not { } presented)
        {
            return Challenge(http, null, StatusCodes.Status401Unauthorized);
        }

        var token = await tokens.ReadAsync(presented, ct);
        var clientId = token?.Text("client_id");
        if (token is null || await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId && c.IsEnabled, ct) is not { } client)
        {
            return Challenge(http, OAuthErrors.InvalidToken, StatusCodes.Status401Unauthorized);
        }

        var scopes = (token.Text("scope") ?? "").Split(' ');
        if (!scopes.Contains(Scopes.OpenId) || !Guid.TryParse(token.Subject, out var userId))
        {
            return Challenge(http, OAuthErrors.InsufficientScope, StatusCodes.Status403Forbidden);
        }

        if (await calls.CountAsync(http, client, userId, ct) is { } tooOften)
        {
            return tooOften;
        }

        return await accounts.FindActiveAsync(userId, ct) is { } account
            ? Results.Json(Claims(account, scopes.Contains(Scopes.Profile) ? await profiles.OfAsync(userId, ct) : null, scopes))
            : Challenge(http, OAuthErrors.InvalidToken, StatusCodes.Status401Unauthorized);
    }

    private static JsonObject Claims(Account account, ShownProfile? profile, string[] scopes)
    {
        var claims = new JsonObject { ["sub"] = account.User.Id.ToString() };
        if (scopes.Contains(Scopes.Profile))
        {
            claims["name"] = account.User.FullName;
            AddProfile(claims, profile);
        }

        if (scopes.Contains(Scopes.Email))
        {
            AddEmail(claims, account.User);
        }

        if (scopes.Contains(Scopes.Phone) && account.User.PhoneNumber is { } phone)
        {
            claims["phone_number"] = phone;
            claims["phone_number_verified"] = account.User.PhoneNumberConfirmed;
        }

        if (scopes.Contains(Scopes.Roles))
        {
            claims["role"] = new JsonArray([.. account.Roles.Select(r => JsonValue.Create(r))]);
        }

        return claims;
    }

    /// <summary>What somebody has not said is left out, as OpenID Connect asks for (Core 1.0, 5.3.2).</summary>
    private static void AddProfile(JsonObject claims, ShownProfile? profile)
    {
        if (profile?.Username is { } username)
        {
            claims["preferred_username"] = username;
        }

        if (profile?.Picture is { } picture)
        {
            claims["picture"] = picture;
        }
    }

    /// <summary>Who has a phone only has none.</summary>
    private static void AddEmail(JsonObject claims, User user)
    {
        if (user.Email is { } email)
        {
            claims["email"] = email;
            claims["email_verified"] = user.EmailConfirmed;
        }
    }

    /// <summary>In the header, or, as OpenID Connect allows, in the body of a form. Never in the address, never twice.</summary>
    private static async Task<string?> PresentedAsync(HttpContext http, CancellationToken ct)
    {
        const string Scheme = "Bearer ";
        var header = http.Request.Headers.Authorization;
        var inBody = HttpMethods.IsPost(http.Request.Method) && await Parameters.FromFormAsync(http.Request, ct) is { Repeated.Count: 0 } form
            ? form["access_token"]
            : null;
        if (header.Count == 0)
        {
            return inBody;
        }

        return header.Count == 1 && inBody is null && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[0]![Scheme.Length..].Trim() : null;
    }

    private static IResult Challenge(HttpContext http, string? error, int status)
    {
        http.Response.Headers.WWWAuthenticate = error is null ? "Bearer realm=\"userinfo\"" : $"Bearer realm=\"userinfo\", error=\"{error}\"";
        return error is null ? Results.StatusCode(status) : OAuthResults.Error(error, "The access token does not allow this.", status);
    }
}
