using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Catalog;

public readonly record struct ProductId(Guid Value) : IId<ProductId>
{
    public static ProductId From(Guid value) => new(value);
}

public readonly record struct VariantId(Guid Value) : IId<VariantId>
{
    public static VariantId From(Guid value) => new(value);
}

public readonly record struct CategoryId(Guid Value) : IId<CategoryId>
{
    public static CategoryId From(Guid value) => new(value);
}

public readonly record struct BrandId(Guid Value) : IId<BrandId>
{
    public static BrandId From(Guid value) => new(value);
}
