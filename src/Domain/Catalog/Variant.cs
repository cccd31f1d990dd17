using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

/// <summary>What is put into a cart: one combination of a product's options, with its price. Made only by <see cref="Product"/>.</summary>
public sealed class Variant
{
    private Variant() { } // EF Core

    internal Variant(ProductId productId, VendorId vendorId, VariantContent content, int position)
    {
        (Id, ProductId, VendorId) = (content.Id ?? VariantId.New(), productId, vendorId);
        Take(content, position);
    }

    public VariantId Id { get; private init; }
    public ProductId ProductId { get; private init; }

    /// <summary>The product's vendor, repeated so that the database can keep SKUs unique within a shop.</summary>
    public VendorId VendorId { get; private init; }
    public string Sku { get; private set; } = "";

    /// <summary>Option type to value; as many as the product has options.</summary>
    public IReadOnlyDictionary<string, string> Options { get; private set; } = new Dictionary<string, string>();
    public Money Price { get; private set; }
    public decimal? CompareAt { get; private set; }
    public int WeightInGrams { get; private set; }
    public MediaId? ImageId { get; private set; }
    public int Position { get; private set; }

    internal void Take(VariantContent content, int position)
    {
        (Sku, Options) = (content.Sku.Trim(), content.Options);
        (Price, CompareAt) = (content.Price, content.CompareAt);
        (WeightInGrams, ImageId, Position) = (content.WeightInGrams, content.ImageId, position);
    }

    internal bool Says(VariantContent content) =>
        Id == content.Id && Sku == content.Sku.Trim() && Price == content.Price && CompareAt == content.CompareAt && WeightInGrams == content.WeightInGrams
        && ImageId == content.ImageId && Options.Count == content.Options.Count && Options.All(o => content.Options.GetValueOrDefault(o.Key) == o.Value);

    internal void SetPrice(Money price, decimal? compareAt) => (Price, CompareAt) = (price, compareAt);
}

/// <summary>A picture of a product. Made only by <see cref="Product"/>.</summary>
public sealed class ProductImage
{
    private ProductImage() { } // EF Core

    internal ProductImage(ProductId productId, ImageContent content, int position) =>
        (ProductId, MediaId, Alt, Position) = (productId, content.MediaId, content.Alt.Trim(), position);

    public ProductId ProductId { get; private init; }
    public MediaId MediaId { get; private init; }

    /// <summary>What the picture shows, for those who cannot see it.</summary>
    public string Alt { get; private set; } = "";
    public int Position { get; private set; }

    internal void Take(ImageContent content, int position) => (Alt, Position) = (content.Alt.Trim(), position);
}
