using FluentValidation;
using Marketplace.Application.Carts;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Keys with which a guest confirms or ends one alert, and which open nothing else. They cannot be made or guessed by others.</summary>
public interface IRestockKeys
{
    string Of(RestockAlertId alert);

    /// <returns>Null for what is no such key.</returns>
    RestockAlertId? Read(string key);
}

public sealed class AskForRestockRequestValidator : AbstractValidator<AskForRestockRequest>
{
    public AskForRestockRequestValidator()
    {
        RuleFor(r => r.VariantId).NotEmpty();
        RuleFor(r => r.Email).NotEmpty().MaximumLength(Mail.RecipientMaxLength).EmailAddress();
    }
}

public sealed class RestockKeyRequestValidator : AbstractValidator<RestockKeyRequest>
{
    public RestockKeyRequestValidator() => RuleFor(r => r.Key).NotEmpty();
}

/// <summary>What a signed-in person waits for.</summary>
public sealed class MyRestockAlertsHandler(IMarketplaceDb db, MediaUrls media, TimeProvider clock) : IHandler
{
    public async Task<Page<RestockAlertDto>> ListAsync(UserId user, ListSlice slice, CancellationToken ct)
    {
        var mine = db.RestockAlerts.AsNoTracking().Where(a => a.UserId == user);
        var total = await mine.CountAsync(ct);
        var found = await mine.OrderByDescending(a => a.AskedAt).ThenByDescending(a => a.Id).Slice(slice, a => a.AskedAt, a => a.Id, id => new RestockAlertId(id)).ToListAsync(ct);
        var offers = await db.OffersAsync([.. found.Select(a => a.VariantId)], ct);
        var page = slice.Page(found, total, a => new(a.AskedAt, a.Id.Value));
        return new(
            [
                .. from alert in page.Items
                   let offer = offers[alert.VariantId]
                   select new RestockAlertDto(
                       offer.VariantId.Value, offer.ProductId.Value, offer.ProductSlug, offer.Sku, offer.Name, offer.VariantText, media.Image(offer.ImageId, offer.Name),
                       offer.Price.ToDto(), offer.IsForSale, alert.AskedAt),
            ],
            total, page.Number, page.Size, page.Next);
    }

    /// <summary>Asking again changes nothing.</summary>
    public async Task<Result<Done>> AskAsync(UserId user, VariantId variant, CancellationToken ct)
    {
        if (await db.WhyNotToWaitAsync(variant, ct) is { } refused)
        {
            return refused;
        }

        VariantId[] waiting = await db.RestockAlerts.Where(a => a.UserId == user).Select(a => a.VariantId).ToArrayAsync(ct);
        if (waiting.Contains(variant))
        {
            return default(Done);
        }

        if (waiting.Length >= RestockAlert.MaxWaiting)
        {
            return RestockErrors.TooMany;
        }

        db.RestockAlerts.Add(RestockAlert.OfPerson(variant, user, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    public async Task<Result<Done>> StopAsync(UserId user, VariantId variant, CancellationToken ct)
    {
        if (await db.RestockAlerts.SingleOrDefaultAsync(a => a.UserId == user && a.VariantId == variant, ct) is not { } alert)
        {
            return RestockErrors.NotWaiting;
        }

        db.RestockAlerts.Remove(alert);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}

/// <summary>The same for guests, by mail: asked, confirmed by who reads the address, and ended. Nobody learns what an address waits for.</summary>
public sealed class GuestRestockAlertsHandler(IMarketplaceDb db, IRestockKeys keys, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> AskAsync(AskForRestockRequest request, CancellationToken ct)
    {
        var (variant, now) = (VariantId.From(request.VariantId), clock.GetUtcNow());
        if (await db.WhyNotToWaitAsync(variant, ct) is { } refused)
        {
            return refused;
        }

        var alert = RestockAlert.OfGuest(variant, request.Email, now);
        var known = await db.RestockAlerts.Where(a => a.Email == alert.Email).ToListAsync(ct);
        var same = known.Find(a => a.VariantId == variant);
        if (same is { ConfirmedAt: not null } || same?.AskedAt > now - RestockAlert.TimeBetweenQuestions
            || known.Count >= RestockAlert.MaxWaiting || known.Count(a => a.ConfirmedAt is null && a != same) >= RestockAlert.MaxUnconfirmed)
        {
            return default(Done); // the address gets no further mail, and who asked does not learn why
        }

        if (same is not null)
        {
            db.RestockAlerts.Remove(same);
            await db.SaveChangesAsync(ct);
        }

        db.RestockAlerts.Add(alert);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    public async Task<Result<Done>> ConfirmAsync(string key, CancellationToken ct)
    {
        if (await FindAsync(key, ct) is not { } alert)
        {
            return RestockErrors.LinkOver;
        }

        alert.Confirm(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    public async Task<Result<Done>> StopAsync(string key, CancellationToken ct)
    {
        if (await FindAsync(key, ct) is not { } alert)
        {
            return RestockErrors.LinkOver;
        }

        db.RestockAlerts.Remove(alert);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    /// <summary>Forgets what nobody confirmed in time, and what somebody has waited for too long.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        var (unconfirmed, longest) = (clock.GetUtcNow() - RestockAlert.TimeToConfirm, clock.GetUtcNow() - RestockAlert.LongestWait);
        await db.RestockAlerts.Where(a => (a.ConfirmedAt == null && a.AskedAt < unconfirmed) || a.AskedAt < longest).ExecuteDeleteAsync(ct);
    }

    private async Task<RestockAlert?> FindAsync(string key, CancellationToken ct)
    {
        var unconfirmed = clock.GetUtcNow() - RestockAlert.TimeToConfirm;
        return keys.Read(key) is { } id ? await db.RestockAlerts.SingleOrDefaultAsync(a => a.Id == id && (a.ConfirmedAt != null || a.AskedAt >= unconfirmed), ct) : null;
    }
}

internal static class RestockQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<RestockAlert> RestockAlerts => db.Set<RestockAlert>();

        /// <returns>Null for what is on sale and sold out.</returns>
        public async Task<Error?> WhyNotToWaitAsync(VariantId variant, CancellationToken ct) =>
            !(await db.OffersAsync([variant], ct)).TryGetValue(variant, out var offer) || !offer.IsForSale ? RestockErrors.NoSuchVariant
            : offer.Available > 0 ? RestockErrors.InStock
            : null;
    }
}
