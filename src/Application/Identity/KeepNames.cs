using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>Profiles call people by the name that the identity server knows.</summary>
public sealed class KeepNames(IMarketplaceDb db) : IReactTo<UserUpdated>
{
    public async Task HandleAsync(UserUpdated happened, CancellationToken ct)
    {
        if (await db.Profiles.SingleOrDefaultAsync(p => p.UserId == happened.UserId, ct) is { } profile)
        {
            profile.CallBy(happened.FullName, happened.At);
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>
/// Lets the pages follow a new name or photo: those that the person has open, and those of others on which they stand. Each page is told only
/// that something changed, and asks what it may see.
/// </summary>
[RunsLast, Repeatable]
public sealed class ForwardProfileLive(IMarketplaceDb db, LiveMessages live)
    : IReactTo<ProfileChanged>, IReactTo<UserUpdated>, IReactTo<UserSuspended>, IReactTo<UserReactivated>
{
    private const string Kind = "user.updated";

    public async Task HandleAsync(ProfileChanged happened, CancellationToken ct)
    {
        var user = happened.UserId;
        await TellAsync(user, ct);
        if (await db.Profiles.Where(p => p.UserId == user).Select(p => p.Username).SingleOrDefaultAsync(ct) is { } username)
        {
            await live.TellAsync(LiveTopic.Profile(user, username), Kind, ct);
        }

        // A rider stands on the pages of the orders that they bring.
        foreach (var number in await db.Set<Delivery>().Where(d => d.RiderUserId == user && d.EndedAt == null).Select(d => d.Number).Distinct().ToListAsync(ct))
        {
            await live.TellAsync(LiveTopic.Order(number), Kind, ct);
        }
    }

    public Task HandleAsync(UserUpdated happened, CancellationToken ct) => TellAsync(happened.UserId, ct);

    public Task HandleAsync(UserSuspended happened, CancellationToken ct) => live.TellAsync(LiveTopic.Account(happened.UserId), "user.suspended", ct);

    public Task HandleAsync(UserReactivated happened, CancellationToken ct) => live.TellAsync(LiveTopic.Account(happened.UserId), "user.reactivated", ct);

    private async Task TellAsync(UserId user, CancellationToken ct)
    {
        await live.TellAsync(LiveTopic.User(user), Kind, ct);
        await live.TellAsync(LiveTopic.Account(user), Kind, ct);
    }
}
