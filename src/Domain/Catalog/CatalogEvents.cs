using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

[EventName("product.created")]
public sealed record ProductCreated(ProductId ProductId, VendorId VendorId, string Name, DateTimeOffset At) : IDomainEvent;

/// <summary>Anything that a shopper could see changed: content, publication, price or removal.</summary>
[EventName("product.updated")]
public sealed record ProductUpdated(ProductId ProductId, VendorId VendorId, DateTimeOffset At) : IDomainEvent;

public sealed record ProductPriceChanged(ProductId ProductId, VariantId VariantId, VendorId VendorId, Money From, Money To, DateTimeOffset At) : IDomainEvent;

public sealed record CategorySaved(CategoryId CategoryId, DateTimeOffset At) : IDomainEvent;

public sealed record BrandAdded(BrandId BrandId, DateTimeOffset At) : IDomainEvent;
