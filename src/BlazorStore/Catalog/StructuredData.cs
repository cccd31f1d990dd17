using System.Text.Json;
using Marketplace.Contracts.Catalog;

namespace Marketplace.BlazorStore.Catalog;

/// <summary>The product as search engines read it.</summary>
internal static class StructuredData
{
    /// <summary>JSON-LD. The serializer escapes angle brackets and ampersands, so the text cannot leave its script element.</summary>
    public static string Of(ProductDetails product, string store)
    {
        var lowest = product.Variants.MinBy(v => v.Price.Amount);
        var data = new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = product.Name,
            ["description"] = product.Description,
            ["image"] = product.Images.Select(i => i.Large),
            ["sku"] = lowest?.Sku,
            ["url"] = $"{store}/products/{product.Slug}",
        };
        if (product.Brand is { } brand)
        {
            data["brand"] = new Dictionary<string, object?> { ["@type"] = "Brand", ["name"] = brand.Name };
        }

        if (product is { Rating: { } rating, RatingCount: > 0 })
        {
            data["aggregateRating"] = new Dictionary<string, object?> { ["@type"] = "AggregateRating", ["ratingValue"] = rating, ["reviewCount"] = product.RatingCount };
        }

        if (lowest is not null)
        {
            data["offers"] = new Dictionary<string, object?>
            {
                ["@type"] = "AggregateOffer",
                ["lowPrice"] = lowest.Price.Amount,
                ["highPrice"] = product.Variants.Max(v => v.Price.Amount),
                ["priceCurrency"] = lowest.Price.Currency,
                ["offerCount"] = product.Variants.Count,
                ["availability"] = "https://schema.org/" + (product.Variants.Any(v => v.Available > 0) ? "InStock" : "OutOfStock"),
                ["seller"] = new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = product.Vendor.Name },
            };
        }

        return JsonSerializer.Serialize(data);
    }
}
