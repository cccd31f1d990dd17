using System.Globalization;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;

namespace Marketplace.BlazorStore.Catalog;

/// <summary>What a list of products shows, read from the address, and the addresses that show a little more or less.</summary>
/// <param name="Path">The page: "/search", "/aisles/plants", "/brands/aroha" or "/shops/kiln-clay".</param>
/// <param name="Query">What is asked, with what the page itself stands for.</param>
/// <param name="Own">What the page stands for, which is not repeated in its addresses.</param>
public sealed record Listing(string Path, ProductQuery Query, ProductQuery Own)
{
    public static readonly IReadOnlyList<(string Value, string Name)> Sorts =
    [
        ("relevance", "Best match"), ("trending", "Trending"), ("price", "Price, low to high"), ("-price", "Price, high to low"),
        ("rating", "Best rated"), ("newest", "Newest"),
    ];

    public static Listing From(HttpRequest request, ProductQuery own)
    {
        var q = request.Query;
        var query = new ProductQuery(
            Q: Text(q["q"], 100),
            Category: own.Category ?? Text(q["category"], 100),
            Vendor: own.Vendor ?? Text(q["vendor"], 100),
            Brand: own.Brand ?? [.. q["brand"].OfType<string>().Where(b => b.Length is > 0 and <= 100).Distinct().Take(20)],
            MinPrice: Price(q["minPrice"]),
            MaxPrice: Price(q["maxPrice"]),
            InStock: q["inStock"] == "true",
            MinRating: int.TryParse(q["minRating"], NumberStyles.None, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5 ? stars : null,
            Sort: Sorts.Any(s => s.Value == q["sort"]) ? q["sort"].ToString() : null,
            Page: int.TryParse(q["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 10_000) : 1);
        return new(request.Path, query, own);
    }

    public int FilterCount => Chips(null).Count;

    /// <summary>The address of this list with another query.</summary>
    public string Href(ProductQuery other) => Path + (other with
    {
        Category = Own.Category is null ? other.Category : null,
        Vendor = Own.Vendor is null ? other.Vendor : null,
        Brand = Own.Brand is null ? other.Brand : null,
    }).ToQueryString();

    public string PageHref(int page) => Href(Query with { Page = page });

    public string Cleared => Href(new ProductQuery(Q: Query.Q, Sort: Query.Sort));

    /// <summary>One chip for each filter in use, and the address without it.</summary>
    public IReadOnlyList<(string Text, string Href)> Chips(Facets? facets)
    {
        var first = Query with { Page = 1 };
        var chips = new List<(string, string)>();
        if (Own.Category is null && Query.Category is { } category)
        {
            chips.Add((NameOf(facets?.Categories, category), Href(first with { Category = null })));
        }

        if (Own.Vendor is null && Query.Vendor is { } vendor)
        {
            chips.Add((NameOf(facets?.Vendors, vendor), Href(first with { Vendor = null })));
        }

        foreach (var brand in Own.Brand is null ? Query.Brand ?? [] : [])
        {
            chips.Add((NameOf(facets?.Brands, brand), Href(first with { Brand = [.. Query.Brand!.Where(b => b != brand)] })));
        }

        if (Query.MinPrice is not null || Query.MaxPrice is not null)
        {
            chips.Add((PriceText, Href(first with { MinPrice = null, MaxPrice = null })));
        }

        if (Query.InStock)
        {
            chips.Add(("In stock", Href(first with { InStock = false })));
        }

        if (Query.MinRating is { } stars)
        {
            chips.Add(($"{stars} stars and up", Href(first with { MinRating = null })));
        }

        return chips;
    }

    private string PriceText => (Query.MinPrice, Query.MaxPrice) switch
    {
        ({ } low, { } high) => $"{Words.Money(low, Words.Currency)} to {Words.Money(high, Words.Currency)}",
        ({ } low, null) => $"From {Words.Money(low, Words.Currency)}",
        (null, { } high) => $"Up to {Words.Money(high, Words.Currency)}",
        _ => "",
    };

    private static string NameOf(IReadOnlyList<FacetValue>? values, string slug) => values?.FirstOrDefault(v => v.Slug == slug)?.Name ?? slug;

    private static string? Text(string? value, int max) => string.IsNullOrWhiteSpace(value) ? null : value.Trim()[..Math.Min(value.Trim().Length, max)];

    private static decimal? Price(string? value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price is >= 0 and <= 100_000_000 ? price : null;
}
