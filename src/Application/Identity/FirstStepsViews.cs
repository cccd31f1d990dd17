using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using SavedAddress = Marketplace.Domain.Identity.SavedAddress;

namespace Marketplace.Application.Identity;

/// <summary>How far somebody has set up what is theirs here. Nothing is kept of it: each step is read from what it leads to.</summary>
public sealed class FirstStepsViews(IMarketplaceDb db, IUserDirectory directory) : IHandler
{
    public async Task<FirstStepsDto> ShowAsync(UserId user, CancellationToken ct)
    {
        var account = await directory.FirstStepsOfAsync(user, ct);
        return new(
            await db.Profiles.AnyAsync(p => p.UserId == user && p.PhotoId != null, ct),
            await db.Set<SavedAddress>().AnyAsync(a => a.UserId == user, ct),
            await db.Set<NewsChoice>().AnyAsync(c => c.UserId == user, ct) || await db.Set<MarketingConsent>().AnyAsync(c => c.UserId == user, ct),
            account?.HasPasskey ?? false,
            account?.IsOver ?? true);
    }
}
