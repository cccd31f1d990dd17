using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
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
/// Takes an access token from the Authorization header, and from nowhere else, and believes it only when everything about it
/// holds. Challenges are those of RFC 6750.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<BearerOptions> schemes, ILoggerFactory logging, UrlEncoder encoder, JwksCache keys, RevokedGrants revoked)
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

        try
        {
            var expected = new TokenExpectation(TokenTypes.AccessToken, Options.Issuer, Options.Audience, TimeProvider.GetUtcNow());
            var token = await JwsVerifier.VerifyAsync(headers[0]![Prefix.Length..], expected, keys.FindAsync, Context.RequestAborted);
            return token?.Text(BearerClaims.ClientId) is { Length: > 0 } && token.Text("jti") is { Length: > 0 }
                && !(Guid.TryParse(token.Text(BearerClaims.Grant), out var grant) && revoked.Contains(grant))
                ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(token), SchemeName))
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

    private ClaimsPrincipal PrincipalOf(VerifiedToken token)
    {
        var identity = new ClaimsIdentity(SchemeName, BearerClaims.Name, BearerClaims.Role);
        identity.AddClaim(new(BearerClaims.Subject, token.Subject));
        identity.AddClaim(new(BearerClaims.ClientId, token.Text(BearerClaims.ClientId)!));
        var scopes = (token.Text(BearerClaims.Scope) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        identity.AddClaims(scopes.Select(s => new Claim(BearerClaims.Scope, s)));
        if (Context.GetEndpoint()?.Metadata.GetMetadata<AppScopes>()?.Names.FirstOrDefault(scopes.Contains) is { } open)
        {
            identity.AddClaim(new(BearerClaims.OpenHere, open));
        }

        identity.AddClaims(token.Texts(BearerClaims.Methods).Select(m => new Claim(BearerClaims.Methods, m)));
        if (token.Number(BearerClaims.SignedInAt) is { } signedInAt)
        {
            identity.AddClaim(new(BearerClaims.SignedInAt, signedInAt.ToString(CultureInfo.InvariantCulture)));
        }

        identity.AddClaims(token.Texts(BearerClaims.Role).Select(r => new Claim(BearerClaims.Role, r)));
        foreach (var claim in (ReadOnlySpan<string>)[BearerClaims.Name, BearerClaims.Email])
        {
            if (token.Text(claim) is { } text)
            {
                identity.AddClaim(new(claim, text));
            }
        }

        return new(identity);
    }

    private sealed class AmbiguousTokenException : Exception;
}
