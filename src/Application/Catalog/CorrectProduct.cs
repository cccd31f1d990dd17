using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record CorrectProduct(ProductId ProductId, string Reason, SaveProductRequest Request);

/// <summary>The marketplace edits a product of any shop, as the shop itself would; the shop is told why.</summary>
public sealed class CorrectProductHandler(IMarketplaceDb db, ProductEdits edits, AuditTrail audit, TimeProvider clock) : IHandler
{
    /// <summary>In the stock's movements, which the shop reads.</summary>
    private const string Who = "The marketplace";

    public Task<Result<ProductId>> HandleAsync(CorrectProduct command, CancellationToken ct) => db.InTransactionAsync<ProductId>(async () =>
    {
        if (await db.Products.SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        var before = product.Name;
        return await edits.SaveAsync(product, command.Request, Who, content =>
        {
            var corrected = product.Correct(content, command.Reason, clock.GetUtcNow());
            if (corrected.IsSuccess)
            {
                audit.Note(new("product.corrected", AuditSubject.Product(product.Id), product.VendorId, Before: before, After: product.Name, Reason: command.Reason.Trim()));
            }

            return corrected;
        }, ct);
    }, ct);
}

public sealed record TakeProductAway(ProductId ProductId, string Reason);

/// <summary>The marketplace removes a product of any shop. Orders keep what they were told of it.</summary>
public sealed class TakeProductAwayHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(TakeProductAway command, CancellationToken ct)
    {
        if (await db.Products.SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        VariantId[] variants = [.. product.Variants.Select(v => v.Id)];
        if (await db.Set<StockItem>().AnyAsync(i => variants.Contains(i.VariantId) && i.Reserved > 0, ct))
        {
            return CatalogErrors.PromisedToOrders;
        }

        var gone = product.TakeAway(command.Reason, clock.GetUtcNow());
        if (!gone.IsSuccess)
        {
            return gone.Error;
        }

        db.Products.Remove(product);
        audit.Note(new("product.removed", AuditSubject.Product(product.Id), product.VendorId, Before: product.Name, Reason: command.Reason.Trim()));
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
