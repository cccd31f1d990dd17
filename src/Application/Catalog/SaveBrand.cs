using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record SaveBrand(BrandId Id, SaveBrandRequest Request);

public sealed class SaveBrandRequestValidator : AbstractValidator<SaveBrandRequest>
{
    public SaveBrandRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Brand.NameMaxLength);
        RuleFor(r => r.Description).NotNull().MaximumLength(Brand.DescriptionMaxLength);
    }
}

/// <summary>Says how a brand is written and what it is. Its address stays, so that links to it do.</summary>
public sealed class SaveBrandHandler(IMarketplaceDb db, IMediaStore media, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<BrandId>> HandleAsync(SaveBrand command, CancellationToken ct)
    {
        if (await db.Brands.SingleOrDefaultAsync(b => b.Id == command.Id, ct) is not { } brand)
        {
            return CatalogErrors.BrandNotFound;
        }

        MediaId? logo = command.Request.LogoId is { } picture ? new MediaId(picture) : null;
        if (logo is { } chosen && (await media.MissingAsync([chosen], ct)).Count > 0)
        {
            return MediaErrors.Unknown("logoId");
        }

        var before = InWords(brand);
        var saved = brand.Save(command.Request.Name, command.Request.Description, logo, clock.GetUtcNow());
        if (!saved.IsSuccess)
        {
            return saved.Error;
        }

        audit.Note(new("brand.changed", AuditSubject.Brand(brand.Id), Before: before, After: InWords(brand)));
        await db.SaveChangesAsync(ct);
        return brand.Id;
    }

    private static string InWords(Brand brand) =>
        $"{brand.Name}, {(brand.LogoId is null ? "no logo" : "with a logo")}, {(brand.Description.Length == 0 ? "no description" : $"described in {brand.Description.Length} characters")}";
}

/// <summary>All brands, as operations see them: also those of which nothing is on sale.</summary>
public sealed class AdminBrandViews(IMarketplaceDb db, MediaUrls media) : IHandler
{
    public async Task<Page<AdminBrandItem>> ListAsync(string? search, ListSlice slice, CancellationToken ct)
    {
        var found = db.Brands.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var term = search.Trim().ToLowerInvariant();
            found = found.Where(b => b.Name.ToLower().Contains(term) || b.Slug.Contains(term));
        }

        var products = db.Products;
        var total = await found.CountAsync(ct);
        var rows = await found.OrderBy(b => b.Name).ThenBy(b => b.Id).Slice(slice, b => b.Id, id => new BrandId(id))
            .Select(b => new { Brand = b, Products = products.Count(p => p.BrandId == b.Id) }).ToListAsync(ct);
        return slice.Page([.. rows.Select(r => Show(r.Brand, r.Products))], total, b => new(null, b.Id));
    }

    public async Task<Result<AdminBrandItem>> GetAsync(BrandId id, CancellationToken ct) =>
        await db.Brands.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is { } brand
            ? Show(brand, await db.Products.CountAsync(p => p.BrandId == id, ct))
            : CatalogErrors.BrandNotFound;

    private AdminBrandItem Show(Brand brand, int products) =>
        new(brand.Id.Value, brand.Slug, brand.Name, brand.Description, media.Image(brand.LogoId, brand.Name), products);
}
