using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed class ReasonRequestValidator : AbstractValidator<ReasonRequest>
{
    public ReasonRequestValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(Product.ReasonMaxLength);
}

/// <param name="Reason">Null shows the product again.</param>
public sealed record HideProduct(ProductId ProductId, string? Reason);

public sealed class HideProductHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(HideProduct command, CancellationToken ct)
    {
        if (await db.Products.SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        if (command.Reason is { } reason)
        {
            var hidden = product.Hide(reason, clock.GetUtcNow());
            if (!hidden.IsSuccess)
            {
                return hidden.Error;
            }
        }
        else
        {
            product.Show(clock.GetUtcNow());
        }

        audit.Note(new(command.Reason is null ? "product.shown" : "product.hidden", AuditSubject.Product(product.Id), product.VendorId, Reason: command.Reason));
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
