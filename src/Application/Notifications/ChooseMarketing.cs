using Marketplace.Application.Shared;
using Marketplace.Contracts.Notifications;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Keys that end marketing for one person and open nothing else. They cannot be made or guessed by others, and do not expire.</summary>
public interface IUnsubscribeKeys
{
    string Of(UserId user);

    /// <returns>Null for what is no such key.</returns>
    UserId? Read(string key);
}

/// <summary>Whether the signed-in person wants marketing, and how they decided about it so far.</summary>
public sealed class ChooseMarketingHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<MarketingDto> ShowAsync(UserId user, CancellationToken ct) =>
        Show(await db.Set<MarketingConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.UserId == user, ct) ?? MarketingConsent.Of(user));

    public async Task<Result<MarketingDto>> ChooseAsync(UserId user, ChooseMarketingRequest request, CancellationToken ct)
    {
        if (await db.Set<MarketingConsent>().SingleOrDefaultAsync(c => c.UserId == user, ct) is not { } consent)
        {
            consent = MarketingConsent.Of(user);
            if (!request.IsOn)
            {
                return Show(consent);
            }

            db.Set<MarketingConsent>().Add(consent);
        }

        if (request.IsOn)
        {
            var given = consent.Give(request.TextVersion, MarketingPlace.AccountPage, clock.GetUtcNow());
            if (!given.IsSuccess)
            {
                return given.Error;
            }
        }
        else
        {
            consent.Withdraw(MarketingPlace.AccountPage, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
        return Show(consent);
    }

    private static MarketingDto Show(MarketingConsent consent) => new(
        consent.IsGiven, MarketingText.Current.Words, MarketingText.Current.Version,
        [.. consent.Decisions.OrderByDescending(d => d.At).Select(d => new MarketingDecisionDto(d.At, d.IsGiven, d.Place.ToWire(), d.TextVersion, MarketingText.Find(d.TextVersion)?.Words ?? ""))]);
}

/// <summary>Ends marketing for whom a key from a mail names, without a sign-in. Nobody learns whether a key names anybody.</summary>
public sealed class UnsubscribeHandler(IMarketplaceDb db, IUnsubscribeKeys keys, TimeProvider clock) : IHandler
{
    public async Task HandleAsync(string key, MarketingPlace place, CancellationToken ct)
    {
        if (keys.Read(key) is { } user && await db.Set<MarketingConsent>().SingleOrDefaultAsync(c => c.UserId == user, ct) is { } consent)
        {
            consent.Withdraw(place, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }
    }
}
