using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Takes the caller's word for who they are: <c>Authorization: Test {user id} {role}…</c>. Real tokens have tests of their own.</summary>
internal sealed class TestSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Test";

    /// <summary>Names an application of others through which the caller comes; it may do everything that is open to any.</summary>
    public const string AppHeader = "X-Test-App";

    /// <summary>The caller's account has a phone and no mail address.</summary>
    public const string PhoneHeader = "X-Test-Phone-Only";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var words = Request.Headers.Authorization.ToString().Split(' ');
        if (words[0] != SchemeName)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [
                new(BearerClaims.Subject, words[1]), .. Client(Request.Headers[AppHeader].ToString()),
                new(BearerClaims.Name, "Test person"), .. Request.Headers.ContainsKey(PhoneHeader) ? Array.Empty<Claim>() : [new(BearerClaims.Email, $"{words[1]}@example.org")],
                new(BearerClaims.SignedInAt, TimeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), new(BearerClaims.Methods, "mfa"),
                .. words[2..].Select(role => new Claim(BearerClaims.Role, role)),
            ],
            SchemeName, BearerClaims.Name, BearerClaims.Role);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), SchemeName)));
    }

    private static Claim[] Client(string app) => app.Length > 0
        ? [new(BearerClaims.ClientId, app), new(BearerClaims.OpenHere, "any")]
        : [new(BearerClaims.ClientId, "tests"), new(BearerClaims.Scope, BearerRegistration.UserScope)];
}
