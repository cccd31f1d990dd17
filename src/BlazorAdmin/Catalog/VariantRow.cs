using Marketplace.Contracts.Catalog;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>One line of the matrix, as typed; what cannot be read has its error in its cell.</summary>
public sealed class VariantRow
{
    public Guid? Id { get; init; }
    public IReadOnlyDictionary<string, string> Options { get; set; } = new Dictionary<string, string>();
    public string Sku { get; set; } = "";
    public string Price { get; set; } = "";
    public string CompareAt { get; set; } = "";
    public string OnHand { get; set; } = "0";
    public string LowStockAt { get; set; } = "3";
    public string Weight { get; set; } = "0";
    public Guid? ImageId { get; set; }

    public string Name => Options.Count == 0 ? "The product" : string.Join(" · ", Options.Values);

    public string? SkuError => Sku.Trim().Length switch
    {
        0 => "Say a code",
        > 64 => "At most 64 letters",
        _ => null,
    };

    public string? PriceError
    {
        get
        {
            ProductWords.ReadPrice(Price, out var error);
            return error;
        }
    }

    public string? CompareAtError
    {
        get
        {
            if (string.IsNullOrWhiteSpace(CompareAt))
            {
                return null;
            }

            var was = ProductWords.ReadPrice(CompareAt, out var error);
            return error ?? (ProductWords.ReadPrice(Price, out _) is { } now && was <= now ? "More than the price" : null);
        }
    }

    public string? OnHandError => Error(OnHand);
    public string? LowStockAtError => Error(LowStockAt);
    public string? WeightError => Error(Weight);

    public IEnumerable<(string Cell, string Error)> Errors =>
        new[] { ("sku", SkuError), ("price", PriceError), ("compareAt", CompareAtError), ("onHand", OnHandError), ("lowStockAt", LowStockAtError), ("weightInGrams", WeightError) }
            .Where(e => e.Item2 is not null).Select(e => (e.Item1, e.Item2!));

    public static VariantRow From(VendorVariant variant) => new()
    {
        Id = variant.Id,
        Options = variant.Options,
        Sku = variant.Sku,
        Price = ProductWords.Typed(variant.Price.Amount),
        CompareAt = variant.CompareAt is { } was ? ProductWords.Typed(was.Amount) : "",
        OnHand = ProductWords.Typed(variant.OnHand),
        LowStockAt = ProductWords.Typed(variant.LowStockAt),
        Weight = ProductWords.Typed(variant.WeightInGrams),
        ImageId = variant.ImageId,
    };

    /// <summary>What goes to the API; only called when no cell has an error.</summary>
    public VariantInput ToInput() => new(
        Id, Sku.Trim(), Options, ProductWords.ReadPrice(Price, out _) ?? 0,
        string.IsNullOrWhiteSpace(CompareAt) ? null : ProductWords.ReadPrice(CompareAt, out _),
        Count(Weight), Count(OnHand), Count(LowStockAt), ImageId);

    private static string? Error(string text)
    {
        ProductWords.ReadCount(text, out var error);
        return error;
    }

    private static int Count(string text) => ProductWords.ReadCount(text, out _) ?? 0;
}
