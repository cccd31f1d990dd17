using System.Security.Cryptography;
using System.Text;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>
/// Somebody who gave the right password, or another first key, in this browser and still has to give a code. Only a sealed cookie knows of it: it is
/// good for ten minutes, and no longer than the password, and opens nothing but the page that asks for the code.
/// </summary>
internal sealed class HalfSignIn(AccountLookup accounts, IHttpContextAccessor accessor, IDataProtectionProvider protection, IOptions<UrlOptions> urls)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("half-sign-in").ToTimeLimitedDataProtector();

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string CookieName => urls.Value.IsHttps ? "__Host-identity-half" : "marketplace.identity.half";

    public void Begin(User user, string method) => Http.Response.Cookies.Append(CookieName, _protector.Protect($"{user.Id} {StampOf(user)} {method}", Life), Cookie());

    /// <returns>Who is half signed in, and by what; null when nobody is, or not any more.</returns>
    public async Task<(User User, string Method)?> CurrentAsync(CancellationToken ct)
    {
        if (Http.Request.Cookies[CookieName] is not { Length: > 0 and < 1000 } cookie || Open(cookie) is not [var id, var stamp, var method] || !Guid.TryParse(id, out var userId))
        {
            return null;
        }

        var account = await accounts.FindActiveAsync(userId, ct);
        return account is { User: { TwoFactorEnabled: true } user } && StampOf(user) == stamp ? (user, method) : null;
    }

    public void End() => Http.Response.Cookies.Delete(CookieName, Cookie());

    private string[]? Open(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie).Split(' ');
        }
        catch (CryptographicException)
        {
            return null; // too old, or not ours
        }
    }

    /// <summary>Changes with the password, and with everything else that ends sign-ins.</summary>
    private static string StampOf(User user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.SecurityStamp ?? "")).AsSpan(0, 16));

    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = urls.Value.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
