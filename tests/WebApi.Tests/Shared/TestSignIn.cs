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

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var words = Request.Headers.Authorization.ToString().Split(' ');
        if (words[0] != SchemeName)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [
                new(BearerClaims.Subject, words[1]), new(BearerClaims.ClientId, "tests"), new(BearerClaims.Scope, "marketplace"),
                new(BearerClaims.Name, "Test person"), new(BearerClaims.Email, $"{words[1]}@example.org"),
                .. words[2..].Select(role => new Claim(BearerClaims.Role, role)),
            ],
            SchemeName, BearerClaims.Name, BearerClaims.Role);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), SchemeName)));
    }
}
