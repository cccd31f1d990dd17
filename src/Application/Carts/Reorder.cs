using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Carts;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Carts;

/// <summary>
/// Puts what was ordered into the reader's cart again, as far as it can be had now and at the prices of now. What is in the cart
/// already counts, so that asking twice changes nothing.
/// </summary>
public sealed class ReorderHandler(IMarketplaceDb db, CartViews carts, ISettings settings, TimeProvider clock) : IHandler
{
    public async Task<Result<ReorderResult>> HandleAsync(string number, OrderReader reader, CartOwner owner, CancellationToken ct)
    {
        if (await db.Orders.SeenBy(reader).AsNoTracking().SingleOrDefaultAsync(o => o.Number == number, ct) is not { } order)
        {
            return OrderErrors.NotFound;
        }

        var lines = order.Parts.SelectMany(p => p.Lines).ToArray();
        var (cart, token) = await carts.OpenAsync(owner, ct);
        var offers = await db.OffersAsync([.. lines.Select(l => l.VariantId), .. cart.Items.Select(i => i.VariantId)], ct);
        var perLine = (await settings.GetAsync(ct)).MaxQuantityPerLine;
        var (now, misses) = (clock.GetUtcNow(), new List<ReorderMiss>());
        foreach (var line in lines)
        {
            var offer = offers.GetValueOrDefault(line.VariantId);
            var max = offer is { IsForSale: true } ? Math.Clamp(offer.Available, 0, perLine) : 0;
            var before = cart.Find(line.VariantId) is { IsSaved: false } item ? item.Quantity : 0;
            var more = Math.Min(line.Quantity, max) - before;
            var added = more > 0 && cart.Add(line.VariantId, offer!.FullName, more, offer.Price.Amount, max, now).IsSuccess;
            var inCart = added ? before + more : before;
            if (inCart < line.Quantity)
            {
                var problem = offer is not { IsForSale: true } ? LineProblems.Unavailable : max == 0 ? LineProblems.SoldOut : LineProblems.NotEnough;
                misses.Add(new(line.Name, line.VariantText, line.Quantity, inCart, problem));
            }
        }

        if (cart.Items.Count > 0)
        {
            await db.SaveChangesAsync(ct);
        }

        return new ReorderResult(await carts.ShowAsync(cart, offers, token, ct), misses);
    }
}
