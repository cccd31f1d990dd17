using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>Names of the claims that pages find on the user.</summary>
public static class SignInClaims
{
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Email = "email";
    public const string Role = "role";

    /// <summary>There when somebody of support acts in the person's place.</summary>
    public const string Actor = "act";

    /// <summary>Which session of this app; the server's own reference, worth nothing to a browser.</summary>
    internal const string Session = "app_session";
}

/// <summary>Knows the user by the session cookie. Who is not signed in and must be is sent to sign in.</summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logging, UrlEncoder encoder,
    AppSessions sessions, SignInCompletion completion, IOptions<SignInOptions> options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logging, encoder)
{
    public const string SchemeName = "Session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = options.Value.CookieName("");
        if (Request.Cookies[name] is not { } cookie)
        {
            return AuthenticateResult.NoResult();
        }

        var session = cookie.Length == 43 ? await sessions.FindAsync(AppSessions.IdOf(cookie), Context.RequestAborted) : null;
        if (session is null)
        {
            if (!Response.HasStarted)
            {
                Response.Cookies.Delete(name, completion.Cookie(null));
            }

            return AuthenticateResult.NoResult();
        }

        await sessions.TouchAsync(session, Context.RequestAborted);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(session), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!HttpMethods.IsGet(Request.Method) || Request.Headers["Sec-Fetch-Mode"] is [var mode] && mode is not ("navigate" or "cors" or "same-origin"))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var here = LocalUrl.OrRoot(Request.Path + Request.QueryString);
        Response.Redirect(QueryHelpers.AddQueryString(SignInPaths.SignIn, "returnUrl", here));
        return Task.CompletedTask;
    }

    internal static ClaimsPrincipal PrincipalOf(AppSession session)
    {
        List<Claim> claims =
        [
            new(SignInClaims.UserId, session.UserId.ToString()),
            new(SignInClaims.Name, session.Tokens.Name),
            new(SignInClaims.Email, session.Tokens.Email),
            new(SignInClaims.Session, Base64UrlText.Encode(session.Id)),
            .. session.Tokens.Roles.Select(role => new Claim(SignInClaims.Role, role)),
            .. session.Tokens.Actor is { } actor ? [new Claim(SignInClaims.Actor, actor)] : Array.Empty<Claim>(),
        ];
        return new(new ClaimsIdentity(claims, SchemeName, SignInClaims.Name, SignInClaims.Role));
    }

    internal static byte[]? SessionIdOf(ClaimsPrincipal user) =>
        user.FindFirstValue(SignInClaims.Session) is { } text && Base64UrlText.TryDecode(text, out var id) ? id : null;
}
