using System.Security.Cryptography;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Passkeys;

/// <summary>
/// What a browser was asked to sign. It lies sealed in a cookie of that browser, so that no other can answer it, and each is
/// answered once: the database remembers which have been. Asking costs no write, and anybody may ask.
/// </summary>
internal sealed class Challenges(IdentityDb db, IHttpContextAccessor accessor, IDataProtectionProvider protection, IOptions<UrlOptions> urls, TimeProvider clock)
{
    public const string Create = "create";
    public const string Get = "get";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("passkey-challenge").ToTimeLimitedDataProtector();

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string CookieName => urls.Value.IsHttps ? "__Host-identity-passkey" : "marketplace.identity.passkey";

    /// <param name="purpose"><see cref="Create"/> or <see cref="Get"/>: an answer to one is no answer to the other.</param>
    public void Keep(string purpose, string state) => Http.Response.Cookies.Append(CookieName, _protector.Protect($"{purpose} {Secrets.New()} {state}", Life), Cookie());

    /// <returns>The state, once; null when this browser was not asked, or too long ago, or has answered.</returns>
    public async Task<string?> TakeAsync(string purpose, CancellationToken ct)
    {
        if (Http.Request.Cookies[CookieName] is not { Length: > 0 and < 4000 } cookie || Open(cookie) is not [var kept, _, var state] || kept != purpose)
        {
            return null;
        }

        Http.Response.Cookies.Delete(CookieName, Cookie());
        var (hash, now) = (Secrets.Hash(cookie), clock.GetUtcNow());
        return await db.Database.ExecuteSqlAsync($"INSERT INTO identity.spent_challenges (hash, spent_at) VALUES ({hash}, {now}) ON CONFLICT DO NOTHING", ct) == 1 ? state : null;
    }

    public Task<int> ForgetAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - (2 * Life);
        return db.Database.ExecuteSqlAsync($"DELETE FROM identity.spent_challenges WHERE spent_at < {before}", ct);
    }

    private string[]? Open(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie).Split(' ', 3);
        }
        catch (CryptographicException)
        {
            return null; // too old, or not ours
        }
    }

    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = urls.Value.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
