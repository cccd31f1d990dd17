using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Entrance;

/// <summary>An address that somebody in this browser has proved to read or hold, and that has no account yet.</summary>
/// <param name="UserId">Whose account it will be: passkeys are made for it before it is there.</param>
internal sealed record Newcomer(Guid UserId, string Address, string FullName);

/// <summary>Keeps a newcomer in a sealed cookie until the account is opened, for half an hour. It opens nothing but the page that does.</summary>
internal sealed class ProvenAddress(IHttpContextAccessor accessor, IDataProtectionProvider protection, IOptions<UrlOptions> urls, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("proven-address").ToTimeLimitedDataProtector();

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string CookieName => urls.Value.IsHttps ? "__Host-identity-newcomer" : "marketplace.identity.newcomer";

    public void Keep(string address, string fullName)
    {
        var newcomer = new Newcomer(Guid.CreateVersion7(clock.GetUtcNow()), address, fullName);
        Http.Response.Cookies.Append(CookieName, _protector.Protect(JsonSerializer.Serialize(newcomer), Life), Cookie());
    }

    /// <returns>Null when nobody has proved anything here, or too long ago.</returns>
    public Newcomer? Current()
    {
        try
        {
            return Http.Request.Cookies[CookieName] is { Length: > 0 and < 2000 } cookie ? JsonSerializer.Deserialize<Newcomer>(_protector.Unprotect(cookie)) : null;
        }
        catch (CryptographicException)
        {
            return null; // too old, or not ours
        }
    }

    public void End() => Http.Response.Cookies.Delete(CookieName, Cookie());

    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = urls.Value.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
