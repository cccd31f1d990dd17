using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

[EventName("product.created")]
public sealed record ProductCreated(ProductId ProductId, VendorId VendorId, string Name, DateTimeOffset At) : IDomainEvent;

/// <summary>Anything that a shopper could see changed: content, publication, price or removal.</summary>
[EventName("product.updated")]
public sealed record ProductUpdated(ProductId ProductId, VendorId VendorId, DateTimeOffset At) : IDomainEvent;

public sealed record ProductPriceChanged(ProductId ProductId, VariantId VariantId, VendorId VendorId, Money From, Money To, DateTimeOffset At) : IDomainEvent;

/// <summary>What the marketplace did to a shop's product.</summary>
public enum ProductJudgement
{
    Hidden,
    ShownAgain,
    Corrected,
    Removed,
}

/// <param name="Reason">In the marketplace's words; none for what only undoes something.</param>
public sealed record ProductJudged(ProductId ProductId, VendorId VendorId, string Name, ProductJudgement Judgement, string? Reason, DateTimeOffset At) : IDomainEvent;

public sealed record CategorySaved(CategoryId CategoryId, DateTimeOffset At) : IDomainEvent;

public sealed record BrandAdded(BrandId BrandId, DateTimeOffset At) : IDomainEvent;

public sealed record BrandChanged(BrandId BrandId, DateTimeOffset At) : IDomainEvent;
