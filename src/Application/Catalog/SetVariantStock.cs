using FluentValidation;
using Marketplace.Application.Inventory;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Catalog;

public sealed record SetVariantStock(VendorId Vendor, VariantId VariantId, string Who, SetStockRequest Request);

public sealed class SetStockRequestValidator : AbstractValidator<SetStockRequest>
{
    public SetStockRequestValidator()
    {
        RuleFor(r => r.OnHand).InclusiveBetween(0, StockItem.MaxOnHand);
        RuleFor(r => r.LowStockAt).InclusiveBetween(0, 1_000_000);
        RuleFor(r => r.Reason).MaximumLength(300);
    }
}

public sealed class SetVariantStockHandler(IMarketplaceDb db, IStock stock, TimeProvider clock) : IHandler
{
    public Task<Result<VariantId>> HandleAsync(SetVariantStock command, CancellationToken ct) => db.InTransactionAsync<VariantId>(async () =>
    {
        var request = command.Request;
        var level = await stock.SetAsync(
            command.VariantId, command.Vendor, request.OnHand, request.ExpectedOnHand, request.LowStockAt, MovementReason.Counted, command.Who,
            string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(), clock.GetUtcNow(), ct);
        if (!level.IsSuccess)
        {
            return level.Error;
        }

        await db.SaveChangesAsync(ct);
        return command.VariantId;
    }, ct);
}
