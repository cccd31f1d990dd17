using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record EditVendorProduct(VendorId Vendor, ProductId ProductId, string Who, SaveProductRequest Request);

public sealed class EditVendorProductHandler(IMarketplaceDb db, ProductEdits edits, TimeProvider clock) : IHandler
{
    public Task<Result<ProductId>> HandleAsync(EditVendorProduct command, CancellationToken ct) => db.InTransactionAsync<ProductId>(async () =>
        await db.Products.OwnedBy(command.Vendor).SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is { } product
            ? await edits.SaveAsync(product, command.Request, command.Who, content => product.Edit(content, clock.GetUtcNow()), ct)
            : CatalogErrors.ProductNotFound, ct);
}
