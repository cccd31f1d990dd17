using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

internal sealed record SignInOutcome(bool IsSignedIn, TimeSpan? Wait = null);

/// <summary>
/// Email and password. Every try is claimed on the account by one conditional update before the password is looked at, so
/// parallel guesses count exactly and a locked account's password is not compared at all. Whatever the reason of a refusal,
/// the answer and its cost are the same.
/// </summary>
internal sealed partial class SignInUser(
    IdentityDb db, IPasswordHasher<User> hasher, BrowserSession browser, Throttle throttle, ILookupNormalizer normalizer,
    IOptions<LimitOptions> limits, TimeProvider clock, ILogger<SignInUser> log)
{
    private static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(10);
    private static readonly User Nobody = new() { UserName = "nobody" };
    private static string? _nobodysHash;

    public async Task<SignInOutcome> TryAsync(string email, string password, string address, CancellationToken ct)
    {
        if (await throttle.PeekAsync("signin", address, limits.Value.SignInFailuresPerAddress, AddressWindow, ct) is { } wait)
        {
            return new(false, wait);
        }

        if (await VerifyAsync(email, password, ct) is not { } user)
        {
            LogRefused();
            return new(false, await throttle.CountAsync("signin", address, limits.Value.SignInFailuresPerAddress, AddressWindow, ct));
        }

        await browser.StartAsync(user, ct);
        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct);
        LogSignedIn(user.Id);
        return new(true);
    }

    private async Task<User?> VerifyAsync(string email, string password, CancellationToken ct)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized && u.DisabledAt == null, ct);
        if (user?.PasswordHash is null || password.Length > PasswordRules.MaxLength || !await ClaimTryAsync(user, ct))
        {
            // The same work as for a known account, so that the time says nothing either.
            hasher.VerifyHashedPassword(Nobody, _nobodysHash ??= hasher.HashPassword(Nobody, Secrets.New()), password);
            return null;
        }

        var verdict = hasher.VerifyHashedPassword(user, user.PasswordHash, password);
        if (verdict == PasswordVerificationResult.Failed)
        {
            return null;
        }

        var hash = verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(user, password) : user.PasswordHash;
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null)
                .SetProperty(u => u.LockoutRound, 0).SetProperty(u => u.PasswordHash, hash),
            ct);
        return user;
    }

    /// <returns>False while the account is locked.</returns>
    private async Task<bool> ClaimTryAsync(User user, CancellationToken ct)
    {
        var (limit, now) = (limits.Value.SignInFailuresBeforeLockout, clock.GetUtcNow());
        var (first, longest) = (limits.Value.FirstLockout.TotalSeconds, limits.Value.LongestLockout.TotalSeconds);
        return await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE identity.users SET
                access_failed_count = CASE WHEN access_failed_count + 1 >= {limit} THEN 0 ELSE access_failed_count + 1 END,
                lockout_round = CASE WHEN access_failed_count + 1 >= {limit} THEN least(lockout_round + 1, 20) ELSE lockout_round END,
                lockout_end = CASE WHEN access_failed_count + 1 >= {limit}
                    THEN {now} + make_interval(secs => least({longest}, {first} * power(2, lockout_round)))
                    ELSE lockout_end END
            WHERE id = {user.Id} AND (lockout_end IS NULL OR lockout_end <= {now})
            """, ct) == 1;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in")]
    private partial void LogSignedIn(Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused")]
    private partial void LogRefused();
}
