using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>What somebody typed to open an account, before they have shown that the mailbox is theirs.</summary>
/// <param name="UserId">Whose account it will be; codes are kept for it, whether or not the address has an account already.</param>
/// <param name="Terms">The version of the terms that they agreed to; null where there are none.</param>
internal sealed record PendingRegistration(Guid UserId, string FullName, string Email, string? Phone, string PasswordHash, int? Terms);

/// <summary>
/// Keeps registrations for an hour, in the database. A cookie of the browser in which one was typed is the key to it: a code opens an account with what
/// was typed in that very browser, so that nobody has the owner of a mailbox confirm a password that is not theirs.
/// </summary>
internal sealed class PendingRegistrations(IdentityDb db, IHttpContextAccessor accessor, IOptions<UrlOptions> urls, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>For so long after the right code the same form is taken once more: somebody may have sent it twice.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromMinutes(1);

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string CookieName => urls.Value.IsHttps ? "__Host-identity-registration" : "marketplace.identity.registration";

    /// <summary>In place of what this browser has begun before.</summary>
    public async Task KeepAsync(PendingRegistration wanted, CancellationToken ct)
    {
        var (key, before, expires) = (Secrets.New(), HashHere(), clock.GetUtcNow() + Life);
        var hash = Secrets.Hash(key);
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH replaced AS (DELETE FROM identity.registrations WHERE hash = {before})
            INSERT INTO identity.registrations (hash, user_id, full_name, email, phone, password_hash, terms, expires_at)
            VALUES ({hash}, {wanted.UserId}, {wanted.FullName}, {wanted.Email}, {wanted.Phone}, {wanted.PasswordHash}, {wanted.Terms}, {expires})
            """, ct);
        Http.Response.Cookies.Append(CookieName, key, Cookie());
    }

    /// <returns>Null when none was begun in this browser, or too long ago.</returns>
    public async Task<PendingRegistration?> CurrentAsync(CancellationToken ct)
    {
        var (hash, now) = (HashHere(), clock.GetUtcNow());
        return (await db.Database.SqlQuery<PendingRegistration>(
            $"""
            SELECT user_id AS "UserId", full_name AS "FullName", email AS "Email", phone AS "Phone", password_hash AS "PasswordHash", terms AS "Terms"
            FROM identity.registrations WHERE hash = {hash} AND expires_at > {now}
            """).ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>For who gave the right code.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        var (hash, soon) = (HashHere(), clock.GetUtcNow() + Echo);
        await db.Database.ExecuteSqlAsync($"UPDATE identity.registrations SET expires_at = least(expires_at, {soon}) WHERE hash = {hash}", ct);
        Http.Response.Cookies.Delete(CookieName, Cookie());
    }

    private byte[] HashHere() => Secrets.Hash(Http.Request.Cookies[CookieName] ?? "");

    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = urls.Value.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
