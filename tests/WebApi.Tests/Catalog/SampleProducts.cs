using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;

namespace Marketplace.WebApi.Tests.Catalog;

/// <summary>A shop of its own, with a category of its own, so that tests do not see each other's products.</summary>
internal sealed class ShopFixture(MarketplaceApp app, Vendor vendor, UserId owner, Category category)
{
    public Vendor Vendor { get; } = vendor;
    public UserId Owner { get; } = owner;
    public Category Category { get; } = category;
    public VendorProductsClient Products { get; } = new(app.SignedInAs(owner));
    public CatalogClient Catalog { get; } = new(app.Guest());

    public static async Task<ShopFixture> OpenAsync(MarketplaceApp app, bool isApproved = true)
    {
        var (owner, now) = (UserId.New(), DateTimeOffset.UnixEpoch);
        var id = Guid.CreateVersion7().ToString("N");
        var vendor = SampleVendors.Open(owner, now, $"Shop {id[^6..]}");
        if (!isApproved)
        {
            vendor.Suspend("Not yet", now);
        }

        var category = Category.Create($"aisle-{id}", $"Aisle {id[^6..]}", null, 3, true, 0, now).Value!;
        await app.SaveAsync(vendor, category);
        return new(app, vendor, owner, category);
    }

    public SaveProductRequest Request(string name = "Brass lamp", decimal price = 499, int onHand = 5, string? sku = null, params string[] sizes) => new(
        name, "Hand-made in the lane behind the temple.", Category.Id.Value, null, "STANDARD", true, [],
        sizes.Length == 0 ? [] : [new("Size", sizes)],
        sizes.Length == 0
            ? [new(null, sku ?? $"SKU-{Guid.CreateVersion7():N}"[..20], new Dictionary<string, string>(), price, null, 250, onHand, 2, null)]
            : [.. sizes.Select((size, i) => new VariantInput(null, $"{sku ?? name}-{size}", new Dictionary<string, string> { ["Size"] = size }, price + (i * 50), null, 250, onHand, 2, null))],
        [new("Material", "Brass")], ["gift"], null);

    public async Task<VendorProductDetails> PublishAsync(SaveProductRequest request)
    {
        var product = await Products.CreateAsync(request);
        await Products.PublishAsync(product.Id);
        return product;
    }

    public static SaveProductRequest ToRequest(VendorProductDetails p) => new(
        p.Name, p.Description, p.CategoryId, p.Brand, p.TaxClass, p.IsActive, [.. p.Images.Select(i => new ProductImageInput(i.Id, i.Alt))], p.Options,
        [.. p.Variants.Select(v => new VariantInput(v.Id, v.Sku, v.Options, v.Price.Amount, v.CompareAt?.Amount, v.WeightInGrams, v.OnHand, v.LowStockAt, v.ImageId))],
        p.Attributes, p.Tags, p.Unit);
}
