using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <param name="Place">Among its siblings, 0 being the first.</param>
public sealed record PlaceCategory(CategoryId Id, int Place);

public sealed class PlaceCategoryRequestValidator : AbstractValidator<PlaceCategoryRequest>
{
    public PlaceCategoryRequestValidator() => RuleFor(r => r.Place).InclusiveBetween(0, 10_000);
}

public sealed class PlaceCategoryHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(PlaceCategory command, CancellationToken ct)
    {
        if (await db.Categories.SingleOrDefaultAsync(c => c.Id == command.Id, ct) is not { } category)
        {
            return CatalogErrors.CategoryNotFound;
        }

        var before = category.Position;
        Category.Place(await db.Categories.Where(c => c.ParentId == category.ParentId).ToListAsync(ct), command.Id, command.Place, clock.GetUtcNow());
        if (category.Position != before)
        {
            audit.Note(new("category.placed", AuditSubject.Category(category.Id), Before: $"{category.Name}, place {before + 1}", After: $"{category.Name}, place {category.Position + 1}"));
        }

        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
