using FluentValidation;
using Marketplace.Contracts.Catalog;

namespace Marketplace.WebApi.Catalog;

/// <summary>The query string of a product list.</summary>
internal sealed record ProductListRequest
{
    public string? Q { get; init; }
    public string? Category { get; init; }
    public string? Vendor { get; init; }
    public string[]? Brand { get; init; }
    public decimal? MinPrice { get; init; }
    public decimal? MaxPrice { get; init; }
    public bool? InStock { get; init; }
    public int? MinRating { get; init; }
    public string? Sort { get; init; }
    public int? Page { get; init; }
    public int? Size { get; init; }

    public ProductQuery ToQuery() => new(
        Q?.Trim(), Category?.Trim(), Vendor?.Trim(), Brand is { Length: > 0 } ? [.. Brand.Where(b => b.Length > 0).Select(b => b.Replace('\0', ' '))] : null, MinPrice, MaxPrice, InStock ?? false, MinRating,
        string.IsNullOrEmpty(Sort) ? null : Sort, Page ?? 1, Size ?? 24);
}

internal sealed class ProductListRequestValidator : AbstractValidator<ProductListRequest>
{
    private static readonly string[] Sorts = ["relevance", "newest", "price", "-price", "rating", "trending", "name"];

    public ProductListRequestValidator()
    {
        RuleFor(r => r.Q).MaximumLength(200).OverridePropertyName("q");
        RuleFor(r => r.Category).MaximumLength(100).OverridePropertyName("category");
        RuleFor(r => r.Vendor).MaximumLength(100).OverridePropertyName("vendor");
        RuleFor(r => r.Brand).Must(b => b is null || (b.Length <= 20 && b.All(s => s.Length <= 100))).WithMessage("At most 20 brands.").OverridePropertyName("brand");
        RuleFor(r => r.MinPrice).InclusiveBetween(0, 1_000_000_000).OverridePropertyName("minPrice");
        RuleFor(r => r.MaxPrice).InclusiveBetween(0, 1_000_000_000).OverridePropertyName("maxPrice");
        RuleFor(r => r.MinRating).InclusiveBetween(1, 5).OverridePropertyName("minRating");
        RuleFor(r => r.Sort).Must(s => string.IsNullOrEmpty(s) || Sorts.Contains(s)).WithMessage($"Sort by one of {string.Join(", ", Sorts)}.").OverridePropertyName("sort");
        RuleFor(r => r.Page).InclusiveBetween(1, 10_000).OverridePropertyName("page");
        RuleFor(r => r.Size).InclusiveBetween(1, 100).OverridePropertyName("size");
    }
}
