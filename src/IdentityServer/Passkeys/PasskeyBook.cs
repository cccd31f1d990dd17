using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Passkeys;

/// <param name="IsSynced">It lies in a password manager and is on several devices, rather than in one.</param>
public sealed record Passkey(byte[] Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool IsSynced);

/// <summary>The passkeys of an account. To add or remove one ends every other sign-in and is told by mail.</summary>
internal sealed class PasskeyBook(
    IdentityDb db, IPasskeyHandler<User> handler, Challenges challenges, AccountLookup accounts, BrowserSession browser, AccountKeys keys, UserEvents events,
    TimeProvider clock, SecurityLog security)
{
    public const int NameMaxLength = 60;
    public const int Most = 20;

    public async Task<IReadOnlyList<Passkey>> OfAsync(Guid userId, CancellationToken ct) => await db.Database.SqlQuery<Passkey>(
        $"""
        SELECT credential_id AS "Id", coalesce(data->>'Name', '') AS "Name", (data->>'CreatedAt')::timestamptz AS "CreatedAt", last_used_at AS "LastUsedAt",
            (data->>'IsBackedUp')::boolean AS "IsSynced"
        FROM identity.user_passkeys WHERE user_id = {userId} ORDER BY 3
        """).ToListAsync(ct);

    /// <returns>What the browser needs to make a passkey, as JSON.</returns>
    public async Task<string> CreationOptionsAsync(HttpContext http, User user)
    {
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Address, DisplayName = user.FullName };
        var options = await handler.MakeCreationOptionsAsync(entity, http);
        challenges.Keep(Challenges.Create, options.AttestationState ?? "");
        return options.CreationOptionsJson;
    }

    /// <returns>What the browser needs to show the passkeys that it has for us, as JSON.</returns>
    public async Task<string> RequestOptionsAsync(HttpContext http)
    {
        var options = await handler.MakeRequestOptionsAsync(null!, http);
        challenges.Keep(Challenges.Get, options.AssertionState ?? "");
        return options.RequestOptionsJson;
    }

    /// <summary>Proves a new passkey of somebody who may not have an account yet. Keeps nothing.</summary>
    /// <param name="credential">The browser's answer, as JSON.</param>
    /// <returns>Null when it does not answer what this browser was asked for that person.</returns>
    public async Task<IdentityUserPasskey<Guid>?> MakeAsync(HttpContext http, Guid userId, string credential, string name, CancellationToken ct)
    {
        if (await challenges.TakeAsync(Challenges.Create, ct) is not { } state)
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != userId.ToString() || await db.UserPasskeys.AnyAsync(p => p.CredentialId == result.Passkey.CredentialId, ct))
        {
            security.Tell(SecurityEvent.PasskeyRefused, userId, "a new one");
            return null;
        }

        return new()
        {
            UserId = userId,
            CredentialId = result.Passkey.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                CreatedAt = clock.GetUtcNow(),
                PublicKey = result.Passkey.PublicKey,
                SignCount = result.Passkey.SignCount,
                Transports = result.Passkey.Transports,
                IsUserVerified = result.Passkey.IsUserVerified,
                IsBackupEligible = result.Passkey.IsBackupEligible,
                IsBackedUp = result.Passkey.IsBackedUp,
                AttestationObject = result.Passkey.AttestationObject,
                ClientDataJson = result.Passkey.ClientDataJson,
            },
        };
    }

    /// <param name="credential">The browser's answer, as JSON.</param>
    public async Task<bool> AddAsync(HttpContext http, User user, Session session, string credential, string name, CancellationToken ct)
    {
        if ((await OfAsync(user.Id, ct)).Count >= Most || await MakeAsync(http, user.Id, credential, name, ct) is not { } passkey)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.UserPasskeys.Add(passkey);
        await db.SaveChangesAsync(ct);
        await ChangedAsync(user, session, KeyChange.PasskeyAdded, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public Task<int> RenameAsync(Guid userId, byte[] id, string name, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"UPDATE identity.user_passkeys SET data = jsonb_set(data, ARRAY['Name'], to_jsonb({name}::text)) WHERE user_id = {userId} AND credential_id = {id}", ct);

    /// <returns>False when it is the only key of the account, or not there.</returns>
    public async Task<bool> RemoveAsync(User user, Session session, byte[] id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await keys.CountLockedAsync(user.Id, ct) < 2)
        {
            return false;
        }

        if (await db.UserPasskeys.Where(p => p.UserId == user.Id && p.CredentialId == id).ExecuteDeleteAsync(ct) == 0)
        {
            return false;
        }

        await ChangedAsync(user, session, KeyChange.PasskeyRemoved, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Whose passkey has answered the challenge of this browser. Signs nobody in.</summary>
    /// <param name="credential">The browser's answer, as JSON.</param>
    public async Task<User?> ProveAsync(HttpContext http, string credential, CancellationToken ct)
    {
        if (await challenges.TakeAsync(Challenges.Get, ct) is not { } state)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || await accounts.FindActiveAsync(result.User.Id, ct) is not { User: var user })
        {
            security.Tell(SecurityEvent.PasskeyRefused);
            return null;
        }

        var (id, count, isBackedUp, now) = (result.Passkey.CredentialId, (long)result.Passkey.SignCount, result.Passkey.IsBackedUp, clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE identity.user_passkeys SET last_used_at = {now},
                data = data || jsonb_build_object('SignCount', greatest((data->>'SignCount')::bigint, {count}), 'IsBackedUp', {isBackedUp})
            WHERE user_id = {user.Id} AND credential_id = {id}
            """, ct);
        return user;
    }

    private async Task ChangedAsync(User user, Session session, string change, CancellationToken ct)
    {
        await browser.EndAllOfAsync(user.Id, session.Id, "passkey_changed", ct);
        await events.KeysChangedAsync(user, change, ct);
        security.Tell(SecurityEvent.KeysChanged, user.Id, change);
    }
}
