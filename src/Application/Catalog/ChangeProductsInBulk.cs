using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record ChangeProductsInBulk(VendorId Vendor, BulkChangeRequest Request);

public sealed class BulkChangeRequestValidator : AbstractValidator<BulkChangeRequest>
{
    private static readonly string[] Actions = ["publish", "unpublish", "activate", "deactivate", "price", "delete"];

    public BulkChangeRequestValidator()
    {
        RuleFor(r => r.ProductIds).NotNull().Must(ids => ids is { Count: > 0 and <= 500 }).WithMessage("Choose 1 to 500 products.");
        RuleFor(r => r.Action).Must(a => Actions.Contains(a)).WithMessage($"One of {string.Join(", ", Actions)}.");
        RuleFor(r => r.PricePercent).NotNull().InclusiveBetween(-90, 500).When(r => r.Action == "price");
    }
}

/// <summary>Changes what can be changed, and says of the rest why it cannot.</summary>
public sealed class ChangeProductsInBulkHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<BulkChangeResult> HandleAsync(ChangeProductsInBulk command, CancellationToken ct)
    {
        ProductId[] ids = [.. command.Request.ProductIds.Distinct().Select(ProductId.From)];
        var products = await db.Products.OwnedBy(command.Vendor).Where(p => ids.Contains(p.Id)).AsSplitQuery().ToDictionaryAsync(p => p.Id, ct);
        var promised = command.Request.Action == "delete" ? await PromisedAsync(products.Values, ct) : new HashSet<VariantId>();
        var refused = new List<BulkRefusal>();
        foreach (var id in ids)
        {
            var result = products.TryGetValue(id, out var product) ? Change(product, command.Request, promised) : CatalogErrors.ProductNotFound;
            if (!result.IsSuccess)
            {
                refused.Add(new(id.Value, result.Error.Code, result.Error.Message));
            }
        }

        await db.SaveChangesAsync(ct);
        return new(ids.Length - refused.Count, refused);
    }

    private Result<Done> Change(Product product, BulkChangeRequest request, IReadOnlySet<VariantId> promised)
    {
        var now = clock.GetUtcNow();
        switch (request.Action)
        {
            case "publish":
                return product.Publish(now);
            case "unpublish":
                return product.Unpublish(now);
            case "price":
                return product.ChangePrices(request.PricePercent!.Value, now);
            case "delete" when product.Variants.Any(v => promised.Contains(v.Id)):
                return CatalogErrors.PromisedToOrders;
            case "delete":
                product.Remove(now);
                db.Products.Remove(product);
                return default(Done);
            default:
                product.SetActive(request.Action == "activate", now);
                return default(Done);
        }
    }

    private async Task<IReadOnlySet<VariantId>> PromisedAsync(IEnumerable<Product> products, CancellationToken ct)
    {
        VariantId[] variants = [.. products.SelectMany(p => p.Variants).Select(v => v.Id)];
        return await db.Set<StockItem>().Where(i => variants.Contains(i.VariantId) && i.Reserved > 0).Select(i => i.VariantId).ToHashSetAsync(ct);
    }
}
