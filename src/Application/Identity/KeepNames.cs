using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
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

/// <summary>Lets the pages that a person has open follow a new name or photo.</summary>
[RunsLast, Repeatable]
public sealed class ForwardProfileLive(LiveMessages live) : IReactTo<ProfileChanged>, IReactTo<UserUpdated>
{
    public Task HandleAsync(ProfileChanged happened, CancellationToken ct) => live.TellAsync(LiveTopic.User(happened.UserId), "user.updated", ct);

    public Task HandleAsync(UserUpdated happened, CancellationToken ct) => live.TellAsync(LiveTopic.User(happened.UserId), "user.updated", ct);
}
