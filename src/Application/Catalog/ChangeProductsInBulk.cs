using FluentValidation;
using Marketplace.Application.Inventory;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record ChangeProductsInBulk(VendorId Vendor, string Who, BulkChangeRequest Request);

public sealed class BulkChangeRequestValidator : AbstractValidator<BulkChangeRequest>
{
    private static readonly string[] Actions = ["publish", "unpublish", "activate", "deactivate", "price", "set-stock", "add-stock", "category", "tags", "delete"];

    public BulkChangeRequestValidator()
    {
        RuleFor(r => r.ProductIds).NotNull().Must(ids => ids is { Count: > 0 and <= 500 }).WithMessage("Choose 1 to 500 products.");
        RuleFor(r => r.Action).Must(a => Actions.Contains(a)).WithMessage($"One of {string.Join(", ", Actions)}.");
        RuleFor(r => r.PricePercent).NotNull().InclusiveBetween(-90, 500).When(r => r.Action == "price");
        RuleFor(r => r.Units).NotNull().InclusiveBetween(0, StockItem.MaxOnHand).When(r => r.Action == "set-stock");
        RuleFor(r => r.Units).NotNull().InclusiveBetween(-StockItem.MaxOnHand, StockItem.MaxOnHand).NotEqual(0).When(r => r.Action == "add-stock");
        RuleFor(r => r.CategoryId).NotNull().When(r => r.Action == "category");
        RuleFor(r => r.AddTags).Must((r, tags) => (tags?.Count ?? 0) + (r.RemoveTags?.Count ?? 0) > 0).WithMessage("Name a tag.").When(r => r.Action == "tags");
        RuleFor(r => r.AddTags).Must(tags => tags is not { Count: > Product.MaxTags });
        RuleFor(r => r.RemoveTags).Must(tags => tags is not { Count: > Product.MaxTags });
        RuleForEach(r => r.AddTags).NotEmpty().MaximumLength(Product.OptionMaxLength);
        RuleForEach(r => r.RemoveTags).NotEmpty().MaximumLength(Product.OptionMaxLength);
    }
}

/// <summary>Changes each product in an act of its own, whole or not at all, and says of those that could not be changed why.</summary>
public sealed class ChangeProductsInBulkHandler(IMarketplaceDb db, IStock stock, TimeProvider clock) : IHandler
{
    public async Task<Result<BulkChangeResult>> HandleAsync(ChangeProductsInBulk command, CancellationToken ct)
    {
        CategoryId? category = command.Request is { Action: "category", CategoryId: { } named } ? new CategoryId(named) : null;
        if (category is { } known && !await db.Categories.AnyAsync(c => c.Id == known, ct))
        {
            return CatalogErrors.UnknownCategory;
        }

        ProductId[] ids = [.. command.Request.ProductIds.Distinct().Select(ProductId.From)];
        var refused = new List<BulkRefusal>();
        foreach (var id in ids)
        {
            var result = await ChangeOneAsync(command, id, ct);
            if (!result.IsSuccess)
            {
                refused.Add(new(id.Value, result.Error.Code, result.Error.Message));
            }
        }

        return new BulkChangeResult(ids.Length - refused.Count, refused);
    }

    private Task<Result<Done>> ChangeOneAsync(ChangeProductsInBulk command, ProductId id, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        // Taken first, so that nobody changes it between the look at it and the save: one product that was changed elsewhere would stop all that follow.
        await db.Products.OwnedBy(command.Vendor).Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.UpdatedAt, p => p.UpdatedAt), ct);
        if (await db.Products.OwnedBy(command.Vendor).AsSplitQuery().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        var result = await ChangeAsync(product, command, ct);
        if (result.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return result;
    }, ct);

    private async Task<Result<Done>> ChangeAsync(Product product, ChangeProductsInBulk command, CancellationToken ct)
    {
        var (request, now) = (command.Request, clock.GetUtcNow());
        VariantId[] variants = [.. product.Variants.Select(v => v.Id)];
        switch (request.Action)
        {
            case "publish":
                return product.Publish(now);
            case "unpublish":
                return product.Unpublish(now);
            case "price":
                return product.ChangePrices(request.PricePercent!.Value, now);
            case "set-stock" or "add-stock":
                return await stock.SetAllAsync(variants, command.Vendor, request.Units!.Value, request.Action == "add-stock", MovementReason.Counted, command.Who, now, ct);
            case "category":
                product.PutInto(new(request.CategoryId!.Value), now);
                return default(Done);
            case "tags":
                return product.ChangeTags(request.AddTags ?? [], request.RemoveTags ?? [], now);
            case "delete" when await db.Set<StockItem>().AnyAsync(i => variants.Contains(i.VariantId) && i.Reserved > 0, ct):
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
}
