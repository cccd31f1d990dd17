using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <param name="NeedsCode">The password was right, and a second factor has to follow.</param>
internal sealed record SignInOutcome(bool IsSignedIn, TimeSpan? Wait = null, bool NeedsCode = false);

/// <summary>
/// Email or phone, and password. Every try is claimed on the caller's address and on the account, each by one conditional update, before
/// the password is looked at, so parallel guesses count exactly and a locked account's password is not compared at all. Whatever the reason of a refusal,
/// the answer and its cost are the same.
/// </summary>
internal sealed class SignInUser(
    IdentityDb db, AccountLookup accounts, IPasswordHasher<User> hasher, NobodysPassword nobody, BrowserSession browser, KnownDevices devices, HalfSignIn half, UserEvents events, Throttle throttle,
    IOptions<LimitOptions> limits, TimeProvider clock, SecurityLog security)
{
    private const string AddressCount = "signin";
    private static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(10);

    /// <summary>Why an account is not let in although its password was right. Nobody else is told.</summary>
    public string? Obstacle { get; private set; }

    public async Task<SignInOutcome> TryAsync(string email, string password, string address, CancellationToken ct)
    {
        var (user, wait) = await CheckAsync(email, password, address, ct);
        return user is null ? new(false, wait) : await ContinueAsync(user, SignInMethods.Password, ct);
    }

    /// <summary>For who has shown one key of the account. Where there is a second step, it comes next.</summary>
    /// <param name="method">One of <see cref="SignInMethods"/>.</param>
    public async Task<SignInOutcome> ContinueAsync(User user, string method, CancellationToken ct)
    {
        if (user.TwoFactorEnabled && !SignInMethods.IsStrong(method))
        {
            half.Begin(user, method);
            return new(false, NeedsCode: true);
        }

        return await StartAsync(user, method, ct);
    }

    /// <summary>For who has given all that the account asks for.</summary>
    public async Task<SignInOutcome> StartAsync(User user, string method, CancellationToken ct)
    {
        await browser.StartAsync(user, method, ct);
        if (await devices.SeeAsync(user.Id, ct))
        {
            await events.NewDeviceAsync(user, (await browser.CurrentAsync(ct))!.Value.Session.Device, ct);
        }

        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct);
        security.Tell(SecurityEvent.SignedIn, user.Id, method);
        return new(true);
    }

    /// <summary>Looks at a password, and counts when it is wrong. Signs nobody in.</summary>
    public async Task<(User? User, TimeSpan? Wait)> CheckAsync(string email, string password, string address, CancellationToken ct)
    {
        if (await throttle.ClaimAsync(AddressCount, address, limits.Value.SignInFailuresPerAddress, AddressWindow, ct) is { } wait)
        {
            security.Tell(SecurityEvent.RequestLimited, about: "passwords from one network");
            return (null, wait);
        }

        var (isRight, user) = await JudgeAsync(email, password, ct);
        if (isRight)
        {
            await throttle.GiveBackAsync(AddressCount, address, ct); // it was no failure of this address
        }

        return (user, null);
    }

    /// <returns>Whether the password is right, and whom it lets in.</returns>
    private async Task<(bool IsRight, User? User)> JudgeAsync(string email, string password, CancellationToken ct)
    {
        if (await VerifyAsync(email, password, ct) is not { } user)
        {
            return (false, null);
        }

        Obstacle = user switch
        {
            { DisabledAt: not null } => $"This account is suspended, so nobody can sign in with it. {user.SuspendedBecause}".TrimEnd(),
            { PasswordResetSince: not null } => "This password may not be safe any more. Choose “Forgot password” and set another one.",
            _ => null,
        };
        if (Obstacle is not null)
        {
            security.Tell(SecurityEvent.SignInRefused, user.Id, user.DisabledAt is null ? "password to be replaced" : "suspended");
        }

        return (true, Obstacle is null ? user : null);
    }

    private async Task<User?> VerifyAsync(string email, string password, CancellationToken ct)
    {
        var user = await accounts.FindAsync(email, ct);
        var userId = user?.Id ?? Guid.Empty;
        var byKnownDevice = await devices.ClaimTryAsync(userId, ct);
        var isClaimed = byKnownDevice ?? await ClaimTryAsync(userId, ct);
        if (!isClaimed || user?.PasswordHash is null || password.Length > PasswordRules.MaxLength)
        {
            nobody.Compare(password);
            await WarnOwnerAsync(user, ct);
            security.Tell(isClaimed || user is null ? SecurityEvent.SignInRefused : SecurityEvent.AccountLocked, user?.Id, "password");
            return null;
        }

        var verdict = hasher.VerifyHashedPassword(user, user.PasswordHash, password);
        if (verdict == PasswordVerificationResult.Failed)
        {
            await WarnOwnerAsync(user, ct);
            security.Tell(SecurityEvent.SignInRefused, user.Id, "password");
            return null;
        }

        await ClearTriesAsync(user, byKnownDevice is not null, verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(user, password) : user.PasswordHash, ct);
        return user;
    }

    /// <summary>What strangers have tried stays counted when the owner signs in where the account is known.</summary>
    private async Task ClearTriesAsync(User user, bool onKnownDevice, string hash, CancellationToken ct)
    {
        if (onKnownDevice)
        {
            await devices.ClearTriesAsync(user.Id, ct);
            await db.Users.Where(u => u.Id == user.Id && u.PasswordHash != hash).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), ct);
            return;
        }

        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null)
                .SetProperty(u => u.LockoutRound, 0).SetProperty(u => u.PasswordHash, hash),
            ct);
    }

    /// <summary>Many wrong passwords in a day are told by mail, once. An unknown account costs the same count.</summary>
    private async Task WarnOwnerAsync(User? user, CancellationToken ct)
    {
        var many = limits.Value.SignInFailuresBeforeMail;
        var isNew = await throttle.CountAsync("guesses", (user?.Id ?? Guid.Empty).ToString(), many - 1, TimeSpan.FromDays(1), ct) is not null;
        if (isNew && user is not null && await throttle.CountAsync("guesses-told", user.Id.ToString(), 1, TimeSpan.FromDays(1), ct) is null)
        {
            await events.KeysChangedAsync(user, KeyChange.Guessed, ct);
        }
    }

    /// <summary>Does not wait for the disk: what a crash forgets is at most one failed try, and an unknown account costs the same.</summary>
    /// <returns>False while the account is locked, and for an account that is not there.</returns>
    private async Task<bool> ClaimTryAsync(Guid userId, CancellationToken ct)
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
            WHERE id = {userId} AND set_config('synchronous_commit', 'off', true) = 'off' AND (lockout_end IS NULL OR lockout_end <= {now})
            """, ct) == 1;
    }
}

/// <summary>Compared when there is no password to compare with: the same work, so that the time says nothing either.</summary>
internal sealed class NobodysPassword(IPasswordHasher<User> hasher)
{
    private readonly User _nobody = new();
    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(new User(), Secrets.New()));

    public void Compare(string password) => hasher.VerifyHashedPassword(_nobody, _hash.Value, password);
}
