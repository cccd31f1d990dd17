using Marketplace.Application.Carts;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Sends a guest the link that confirms the address.</summary>
public sealed class MailRestockQuestion(IMarketplaceDb db, IRestockKeys keys, Notifier notifier) : IReactTo<RestockAsked>
{
    public async Task HandleAsync(RestockAsked happened, CancellationToken ct)
    {
        if (happened.UserId is not null || await db.RestockAlerts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == happened.AlertId, ct) is not { Email: { } address, ConfirmedAt: null })
        {
            return;
        }

        if ((await db.OffersAsync([happened.VariantId], ct)).TryGetValue(happened.VariantId, out var offer))
        {
            await notifier.MailAsync("restock-question", happened.AlertId.Value.ToString(), address, new()
            {
                ["item"] = offer.FullName,
                ["shop"] = offer.Vendor.Name,
                ["answerUrl"] = notifier.StoreUrl($"/restock?key={Uri.EscapeDataString(keys.Of(happened.AlertId))}"),
            }, ct);
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>Tells who waits for a variant that it is back: who has waited longest first, and everybody once, which ends their waiting.</summary>
public sealed class TellOfRestock(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, TimeProvider clock) : IReactTo<StockChanged>, IReactTo<RestockToldInPart>
{
    /// <summary>In one transaction; the others follow in the next.</summary>
    private const int AtOnce = 200;

    public Task HandleAsync(StockChanged happened, CancellationToken ct) => happened.Available > 0 ? TellAsync(happened.VariantId, ct) : Task.CompletedTask;

    public Task HandleAsync(RestockToldInPart happened, CancellationToken ct) => TellAsync(happened.VariantId, ct);

    private async Task TellAsync(VariantId variant, CancellationToken ct)
    {
        var waiting = await db.RestockAlerts.Where(a => a.VariantId == variant && a.ConfirmedAt != null).OrderBy(a => a.AskedAt).ThenBy(a => a.Id).Take(AtOnce + 1).ToListAsync(ct);
        if (waiting.Count == 0 || !(await db.OffersAsync([variant], ct)).TryGetValue(variant, out var offer) || !offer.IsForSale || offer.Available <= 0)
        {
            return;
        }

        UserId[] people = [.. waiting.Select(a => a.UserId).OfType<UserId>()];
        var addresses = (await directory.FindAsync(people, ct)).ToDictionary(p => p.Id, p => p.Email);
        var page = $"/products/{offer.ProductSlug}?variant={Uri.EscapeDataString(offer.Sku)}";
        foreach (var alert in waiting.Take(AtOnce))
        {
            notifier.Tell(alert.UserId, "restock", $"{offer.FullName} is back", $"{offer.Vendor.Name} has it again. It is not put aside, so it may be gone again soon.", page);
            if ((alert.Email ?? (alert.UserId is { } user ? addresses.GetValueOrDefault(user) : null)) is { } address)
            {
                await notifier.MailAsync("restock", alert.Id.Value.ToString(), address, new()
                {
                    ["item"] = offer.FullName,
                    ["shop"] = offer.Vendor.Name,
                    ["itemUrl"] = notifier.StoreUrl(page),
                }, ct);
            }

            db.RestockAlerts.Remove(alert);
        }

        if (waiting.Count > AtOnce)
        {
            db.Publish(variant.Value, new RestockToldInPart(variant, clock.GetUtcNow()));
        }

        await db.SaveChangesAsync(ct);
    }
}
