using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <param name="ProductsTo">Where the products go that stand in it; null removes an empty category only.</param>
public sealed record RemoveCategory(CategoryId Id, CategoryId? ProductsTo);

/// <summary>Takes a category away, and moves what stands in it, in one act. The database refuses it when a product or a category comes into it meanwhile.</summary>
public sealed class RemoveCategoryHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(RemoveCategory command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Categories.SingleOrDefaultAsync(c => c.Id == command.Id, ct) is not { } category)
        {
            return CatalogErrors.CategoryNotFound;
        }

        Category? target = null;
        if (command.ProductsTo is { } to && (to == command.Id || (target = await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == to, ct)) is null))
        {
            return CatalogErrors.CategoryNotFound with { Kind = ErrorKind.Invalid, Field = "productsTo" };
        }

        if (await db.Categories.AnyAsync(c => c.ParentId == command.Id, ct))
        {
            return CatalogErrors.CategoryHasChildren;
        }

        // Their variants and pictures stay as they are, and need not be read.
        var products = await db.Products.IgnoreAutoIncludes().Where(p => p.CategoryId == command.Id).ToListAsync(ct);
        if (products.Count > 0 && target is null)
        {
            return CatalogErrors.CategoryHasProducts(products.Count);
        }

        foreach (var product in products)
        {
            product.PutInto(target!.Id, now);
        }

        category.Remove(now);
        db.Categories.Remove(category);
        audit.Note(new(
            "category.removed", AuditSubject.Category(category.Id), Before: category.Name,
            After: products.Count == 0 ? null : $"{products.Count} {(products.Count == 1 ? "product" : "products")} moved to {target!.Name}"));
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
