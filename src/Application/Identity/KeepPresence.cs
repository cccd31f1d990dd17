using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>Which nodes say that a person is connected to them, each until a deadline. Holds only people who let it be seen.</summary>
public interface IPresenceLeases
{
    Task RenewAsync(string node, IReadOnlyCollection<UserId> connected, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Those of whom it is known otherwise than their leases say. Nobody else gets them before the transaction ends.</summary>
    Task<IReadOnlyList<PresenceChange>> TakeChangesAsync(DateTimeOffset now, CancellationToken ct);

    Task ForgetAsync(UserId user, CancellationToken ct);
}

public sealed record PresenceChange(UserId User, bool IsHere, DateTimeOffset SeenAt);

/// <summary>
/// Keeps it known who is here. A node renews the leases of those who are connected to it, and any node notices whose are over, so that it does
/// not matter how a connection ended. A phone that comes back before its lease is over was never away.
/// </summary>
public sealed class KeepPresenceHandler(IMarketplaceDb db, IPresenceLeases leases, TimeProvider clock) : IHandler
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(75);

    public Task RenewAsync(string node, IReadOnlyCollection<UserId> connected, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return connected.Count == 0 ? Task.CompletedTask : leases.RenewAsync(node, connected, now, now + Lease, ct);
    }

    /// <summary>Tells who came and who went.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changes = await leases.TakeChangesAsync(now, ct);
        if (changes.Count == 0)
        {
            return;
        }

        UserId[] people = [.. changes.Select(c => c.User)];
        var known = await db.Presences.Where(p => people.Contains(p.UserId)).ToDictionaryAsync(p => p.UserId, ct);
        foreach (var change in changes)
        {
            if (!known.TryGetValue(change.User, out var presence))
            {
                db.Presences.Add(presence = Presence.Of(change.User));
            }

            if (change.IsHere)
            {
                presence.Come(now);
            }
            else
            {
                presence.Go(change.SeenAt, now);
            }
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>Lets the pages that show a person follow whether they are here.</summary>
[RunsLast, Repeatable]
public sealed class ForwardPresenceLive(IMarketplaceDb db, LiveMessages live) : IReactTo<PersonCameOnline>, IReactTo<PersonWentOffline>
{
    public Task HandleAsync(PersonCameOnline happened, CancellationToken ct) => TellAsync(happened.UserId, "user.online", ct);

    public Task HandleAsync(PersonWentOffline happened, CancellationToken ct) => TellAsync(happened.UserId, "user.offline", ct);

    private async Task TellAsync(UserId user, string kind, CancellationToken ct)
    {
        if (await db.Profiles.Where(p => p.UserId == user).Select(p => p.Username).SingleOrDefaultAsync(ct) is { } username)
        {
            await live.TellAsync(LiveTopic.Person(user, username), kind, ct);
        }
    }
}
