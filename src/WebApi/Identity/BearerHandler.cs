using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Application.Vendors;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Identity;

internal sealed class BearerOptions : AuthenticationSchemeOptions
{
    public string Issuer { get; set; } = "";
    public string Audience { get; set; } = "marketplace-api";
}

/// <summary>
/// Takes an access token, or the API key of a shop, from the Authorization header and from nowhere else, and believes it only when
/// everything about it holds. Challenges are those of RFC 6750.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<BearerOptions> schemes, ILoggerFactory logging, UrlEncoder encoder, JwksCache keys, RevokedGrants revoked, ApiKeyDoor apiKeys)
    : AuthenticationHandler<BearerOptions>(schemes, logging, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = SchemeName + " ";
    private const string Realm = "Bearer realm=\"marketplace\"";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var headers = Request.Headers.Authorization;
        if (headers.Count == 0 || (headers.Count == 1 && !headers[0]!.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return AuthenticateResult.NoResult();
        }

        if (headers.Count > 1 || Request.Query.ContainsKey("access_token"))
        {
            return AuthenticateResult.Fail(new AmbiguousTokenException());
        }

        var presented = headers[0]![Prefix.Length..];
        if (presented.StartsWith(ApiKeySecrets.Start, StringComparison.Ordinal))
        {
            return await apiKeys.OpenAsync(presented, Context.RequestAborted) is { } key
                ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(ApiKeyDoor.ClaimsOf(key)), SchemeName))
                : AuthenticateResult.Fail("The API key is not valid.");
        }

        try
        {
            var expected = new TokenExpectation(TokenTypes.AccessToken, Options.Issuer, Options.Audience, TimeProvider.GetUtcNow());
            var token = await JwsVerifier.VerifyAsync(presented, expected, keys.FindAsync, Context.RequestAborted);
            return token?.Text(BearerClaims.ClientId) is { Length: > 0 } && token.Text("jti") is { Length: > 0 }
                && !(Guid.TryParse(token.Text(BearerClaims.Grant), out var grant) && revoked.Contains(grant))
                && (!token.Has(BearerClaims.Actor) || Guid.TryParse(token.Text(BearerClaims.Actor, BearerClaims.Subject), out _))
                ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(ClaimsOf(token)), SchemeName))
                : AuthenticateResult.Fail("The access token is not valid.");
        }
        catch (KeysUnavailableException unavailable)
        {
            return AuthenticateResult.Fail(unavailable);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        switch ((await HandleAuthenticateOnceSafeAsync()).Failure)
        {
            case null:
                Response.Headers.WWWAuthenticate = Realm;
                Response.StatusCode = StatusCodes.Status401Unauthorized;
                break;
            case AmbiguousTokenException:
                Response.Headers.WWWAuthenticate = Realm + ", error=\"invalid_request\", error_description=\"Send one access token, in the Authorization header.\"";
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
            case KeysUnavailableException:
                Response.Headers.RetryAfter = "5"; // nobody can say whether the token is good
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            default:
                Response.Headers.WWWAuthenticate = Realm + ", error=\"invalid_token\", error_description=\"The access token is invalid or has expired.\"";
                Response.StatusCode = StatusCodes.Status401Unauthorized;
                break;
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (!CurrentUser.MayActForUser(Context.User))
        {
            var enough = Context.GetEndpoint()?.Metadata.GetMetadata<AppScopes>()?.Names[0] ?? BearerRegistration.UserScope;
            Response.Headers.WWWAuthenticate = Realm + $", error=\"insufficient_scope\", scope=\"{enough}\"";
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private ClaimsPrincipal PrincipalOf(IEnumerable<Claim> claims)
    {
        var identity = new ClaimsIdentity(claims, SchemeName, BearerClaims.Name, BearerClaims.Role);
        if (Context.GetEndpoint()?.Metadata.GetMetadata<AppScopes>()?.Names.FirstOrDefault(name => identity.HasClaim(BearerClaims.Scope, name)) is { } open)
        {
            identity.AddClaim(new(BearerClaims.OpenHere, open));
        }

        return new(identity);
    }

    private static IEnumerable<Claim> ClaimsOf(VerifiedToken token)
    {
        yield return new(BearerClaims.Subject, token.Subject);
        yield return new(BearerClaims.ClientId, token.Text(BearerClaims.ClientId)!);
        foreach (var scope in (token.Text(BearerClaims.Scope) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return new(BearerClaims.Scope, scope);
        }

        foreach (var name in (string[])[BearerClaims.Methods, BearerClaims.Role])
        {
            foreach (var text in token.Texts(name))
            {
                yield return new(name, text);
            }
        }

        if (token.Text(BearerClaims.Actor, BearerClaims.Subject) is { } actor)
        {
            yield return new(BearerClaims.Actor, actor);
        }

        if (token.Number(BearerClaims.SignedInAt) is { } signedInAt)
        {
            yield return new(BearerClaims.SignedInAt, signedInAt.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var claim in (string[])[BearerClaims.Name, BearerClaims.Email, BearerClaims.Grant])
        {
            if (token.Text(claim) is { } text)
            {
                yield return new(claim, text);
            }
        }
    }

    private sealed class AmbiguousTokenException : Exception;
}
