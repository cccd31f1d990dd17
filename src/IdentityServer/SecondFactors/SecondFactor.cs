using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.SecondFactors;

internal enum Proof
{
    None,
    App,
    RecoveryCode,
    TooManyTries,
}

/// <summary>
/// The authenticator app of an account. Each code is good once: its step is claimed by one conditional update, and an older one is
/// never taken again. Tries are counted before a code is looked at.
/// </summary>
internal sealed class SecondFactor(IdentityDb db, RecoveryCodes recovery, Throttle throttle, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int MaxTries = 5;
    private const int MaxTriesPerDay = 50;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(30);
    private readonly IDataProtector _protector = protection.CreateProtector("second-factor");

    /// <summary>Makes a secret that has no effect before a code proves that an app has it. Replaces one that was begun before.</summary>
    public async Task BeginAsync(User user, CancellationToken ct)
    {
        var (wrapped, now) = (_protector.Protect(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Totp.SecretLength)), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.second_factors AS f (user_id, wrapped_secret, begun_at) VALUES ({user.Id}, {wrapped}, {now})
            ON CONFLICT (user_id) DO UPDATE SET wrapped_secret = excluded.wrapped_secret, begun_at = excluded.begun_at, last_step = 0 WHERE f.confirmed_at IS NULL
            """, ct);
    }

    /// <returns>The secret that waits for its first code, or null.</returns>
    public async Task<byte[]?> BegunAsync(Guid userId, CancellationToken ct) => await WrappedBegunAsync(userId, ct) is { } wrapped ? _protector.Unprotect(wrapped) : null;

    /// <summary>True once, for the first code of the app that has the secret.</summary>
    public async Task<Proof> ConfirmAsync(User user, string typed, CancellationToken ct)
    {
        if (!await ClaimTryAsync(user.Id, ct))
        {
            return Proof.TooManyTries;
        }

        var now = clock.GetUtcNow();
        if (await WrappedBegunAsync(user.Id, ct) is not { } wrapped || Totp.StepOf(_protector.Unprotect(wrapped), DigitsIn(typed), now) is not { } step)
        {
            return Proof.None;
        }

        return await db.Database.ExecuteSqlAsync(
            $"UPDATE identity.second_factors SET confirmed_at = {now}, last_step = {step} WHERE user_id = {user.Id} AND confirmed_at IS NULL AND wrapped_secret = {wrapped}", ct) == 1
            ? await DoneAsync(user.Id, Proof.App, ct)
            : Proof.None;
    }

    /// <param name="typed">The six digits of the app, or a recovery code, which is spent by it.</param>
    public async Task<Proof> ProveAsync(User user, string typed, CancellationToken ct)
    {
        if (!await ClaimTryAsync(user.Id, ct))
        {
            return Proof.TooManyTries;
        }

        if (await recovery.RedeemAsync(user.Id, typed, ct))
        {
            return await DoneAsync(user.Id, Proof.RecoveryCode, ct);
        }

        var found = await db.Database.SqlQuery<byte[]>(
            $"SELECT wrapped_secret AS \"Value\" FROM identity.second_factors WHERE user_id = {user.Id} AND confirmed_at IS NOT NULL").ToListAsync(ct);
        if (found is not [var wrapped] || Totp.StepOf(_protector.Unprotect(wrapped), DigitsIn(typed), clock.GetUtcNow()) is not { } step)
        {
            return Proof.None;
        }

        return await db.Database.ExecuteSqlAsync(
            $"UPDATE identity.second_factors SET last_step = {step} WHERE user_id = {user.Id} AND confirmed_at IS NOT NULL AND last_step < {step}", ct) == 1
            ? await DoneAsync(user.Id, Proof.App, ct)
            : Proof.None;
    }

    public async Task RemoveAsync(Guid userId, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"DELETE FROM identity.second_factors WHERE user_id = {userId}", ct);
        await recovery.RemoveAsync(userId, ct);
    }

    private async Task<byte[]?> WrappedBegunAsync(Guid userId, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - SetUpTime;
        return (await db.Database.SqlQuery<byte[]>(
            $"SELECT wrapped_secret AS \"Value\" FROM identity.second_factors WHERE user_id = {userId} AND confirmed_at IS NULL AND begun_at > {since}").ToListAsync(ct)).FirstOrDefault();
    }

    private async Task<bool> ClaimTryAsync(Guid userId, CancellationToken ct) =>
        await throttle.CountAsync("second-factor-day", userId.ToString(), MaxTriesPerDay, TimeSpan.FromDays(1), ct) is null
        && await throttle.CountAsync("second-factor", userId.ToString(), MaxTries, Window, ct) is null;

    /// <summary>Who had the code may go on at once; the day's count stays.</summary>
    private async Task<Proof> DoneAsync(Guid userId, Proof proof, CancellationToken ct)
    {
        await throttle.ForgetAsync("second-factor", userId.ToString(), ct);
        return proof;
    }

    private static string DigitsIn(string typed) => new([.. typed.Where(char.IsAsciiDigit).Take(Totp.Digits + 1)]);
}
