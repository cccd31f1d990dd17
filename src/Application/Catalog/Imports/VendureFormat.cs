using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>
/// The product CSV of Vendure: a row with a name begins a product, rows without one add variants to it. Lists are separated by
/// <c>|</c>; facets are <c>name:value</c>, of which <c>category</c> and <c>brand</c> mean what they say and others become attributes.
/// </summary>
internal static class VendureFormat
{
    private static readonly string[] Needed = ["name", "sku", "price"];

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["name"] = "name", ["description"] = "description", ["images"] = "assets", ["options"] = "optionGroups", ["taxClass"] = "taxCategory",
        ["attributes"] = "facets", ["variants.sku"] = "sku", ["variants.price"] = "price", ["variants.options"] = "optionValues",
    };

    public static IEnumerable<ImportedProduct> Read(Stream csv)
    {
        var skus = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<(CsvRow Row, List<ImportRowError> Errors)>();
        foreach (var next in CsvRows.Read(csv, Needed))
        {
            if (next.Row["name"].Length > 0 && rows.Count > 0)
            {
                yield return Product(rows, skus);
                rows.Clear();
            }

            rows.Add(next);
        }

        if (rows.Count > 0)
        {
            yield return Product(rows, skus);
        }
    }

    private static ImportedProduct Product(List<(CsvRow Row, List<ImportRowError> Errors)> rows, HashSet<string> skus)
    {
        var first = rows[0].Row;
        if (first["name"].Length == 0)
        {
            first.Refuse("name", "The first row of a product has its name.");
        }

        var facets = List(first["facets"]).Select(f => f.Split(':', 2)).Where(f => f.Length == 2)
            .Select(f => (Name: f[0].Trim(), Value: f[1].Trim())).ToArray();
        string[] groups = [.. List(first["optionGroups"])];
        ImportedVariant[] variants = [.. rows.Select(r => Variant(r.Row, groups.Length, skus))];
        var product = new ImportedProduct(
            first.Line, first["slug"].Length > 0 ? first["slug"] : first["name"], first["name"], first["description"],
            [.. Values("category").Reverse()], IsCategoryNeeded: false, Values("brand").FirstOrDefault(),
            first["taxCategory"].Length == 0 ? "STANDARD" : first["taxCategory"].ToUpperInvariant(), Unit: null, IsPublished: null, IsActive: null,
            [.. List(first["assets"]).Select(asset => new ImportedImage(asset, first["name"]))],
            [.. groups.Select((g, i) => new OptionTypeDto(Capital(g), [.. variants.Select(v => v.Values.ElementAtOrDefault(i) ?? "").Where(v => v.Length > 0).Distinct()]))],
            variants,
            [
                .. facets.Where(f => f.Name is not ("category" or "brand")).GroupBy(f => f.Name)
                    .Select(g => new AttributeDto(Capital(g.Key), string.Join(", ", g.Select(f => f.Value)))),
            ],
            Tags: null, Columns);
        product.Errors.AddRange(rows.SelectMany(r => r.Errors));
        return product;

        IEnumerable<string> Values(string facet) => facets.Where(f => f.Name.Equals(facet, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);
    }

    private static ImportedVariant Variant(CsvRow row, int groups, HashSet<string> skus)
    {
        string[] values = [.. List(row["optionValues"])];
        if (values.Length != groups)
        {
            row.Refuse("optionValues", groups == 0 ? "The product has no option groups." : $"Write {groups} values, separated by |.");
        }

        // Vendure lets variants share a SKU; here it names one of them, so the others add what tells them apart.
        var sku = row["sku"];
        if (sku.Length == 0)
        {
            row.Refuse("sku", "This is missing.");
        }
        else if (!skus.Add(sku))
        {
            var suffix = Slug.From(string.Join('-', values), row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToUpperInvariant();
            sku = $"{sku}-{suffix}";
            sku = sku.Length > Domain.Catalog.Product.CodeMaxLength ? sku[..Domain.Catalog.Product.CodeMaxLength] : sku;
            if (!skus.Add(sku))
            {
                row.Refuse("sku", $"{row["sku"]} appears twice with the same options.");
            }
        }

        return new(row.Line, sku, values, row.Amount("price", isNeeded: true) ?? 0, CompareAt: null, WeightInGrams: 0, row.Count("stockOnHand"), LowStockAt: null, List(row["variantAssets"]).FirstOrDefault());
    }

    private static string[] List(string cell) => cell.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
