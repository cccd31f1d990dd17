using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>Our own CSV, described in <c>docs/import.md</c>: one row for each variant, rows with one handle are one product.</summary>
internal static class MarketplaceFormat
{
    public static readonly IReadOnlyList<string> Heading =
    [
        "handle", "name", "description", "category", "brand", "tax_class", "unit", "state", "is_active", "tags", "attributes", "images", "videos", "options",
        "sku", "values", "price", "compare_at", "weight_in_grams", "stock", "low_stock_at", "variant_image",
    ];

    private static readonly string[] Needed = ["handle", "name", "sku", "price"];

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["name"] = "name", ["description"] = "description", ["images"] = "images", ["videos"] = "videos", ["options"] = "options", ["taxClass"] = "tax_class", ["unit"] = "unit",
        ["attributes"] = "attributes", ["tags"] = "tags", ["variants.sku"] = "sku", ["variants.price"] = "price", ["variants.options"] = "values",
        ["variants.compareAt"] = "compare_at", ["variants.weightInGrams"] = "weight_in_grams",
    };

    public static IEnumerable<ImportedProduct> Read(Stream csv)
    {
        var skus = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<(CsvRow Row, List<ImportRowError> Errors)>();
        foreach (var next in CsvRows.Read(csv, Needed))
        {
            if (rows.Count > 0 && next.Row["handle"] is var handle && handle.Length > 0 && handle != rows[0].Row["handle"])
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

    /// <summary>The rows of a product, as the export writes them.</summary>
    public static IEnumerable<string[]> Write(Product product, string? category, string? brand, IReadOnlyDictionary<VariantId, (int OnHand, int LowStockAt)> stock)
    {
        var isFirst = true;
        foreach (var v in product.Variants.OrderBy(v => v.Position))
        {
            string[] head = isFirst
                ?
                [
                    product.Slug, Text(product.Name), Text(product.Description), category ?? "", Text(brand ?? ""), product.TaxClass, Text(product.Unit ?? ""), product.State.ToWire(),
                    product.IsActive ? "true" : "false", Text(ListCell.Join('|', product.Tags.Select(t => ListCell.Escape(t, "|")))),
                    Text(ListCell.Join('|', product.Attributes.Select(a => $"{ListCell.Escape(a.Name, "|=")}={ListCell.Escape(a.Value, "|")}"))),
                    ListCell.Join('|', product.Images.OrderBy(i => i.Position).Select(i => $"{i.MediaId.Value:N}={ListCell.Escape(i.Alt, "|")}")),
                    ListCell.Join('|', product.Videos.OrderBy(v => v.Position).Select(v => $"{v.MediaId.Value:N}={ListCell.Escape(v.Text, "|")}")),
                    Text(ListCell.Join('|', product.Options.Select(o => $"{ListCell.Escape(o.Name, "|=")}={ListCell.Join(',', o.Values.Select(x => ListCell.Escape(x, "|,")))}"))),
                ]
                : [product.Slug, .. Enumerable.Repeat("", 13)];
            var level = stock.GetValueOrDefault(v.Id);
            yield return
            [
                .. head, Text(v.Sku), Text(ListCell.Join('|', product.Options.Select(o => ListCell.Escape(v.Options.GetValueOrDefault(o.Name) ?? "", "|")))),
                Number(v.Price.Amount), v.CompareAt is { } before ? Number(before) : "", Number(v.WeightInGrams), Number(level.OnHand), Number(level.LowStockAt), v.ImageId?.Value.ToString("N") ?? "",
            ];
            isFirst = false;
        }
    }

    private static ImportedProduct Product(List<(CsvRow Row, List<ImportRowError> Errors)> rows, HashSet<string> skus)
    {
        var first = rows[0].Row;
        foreach (var column in (ReadOnlySpan<string>)["handle", "name"])
        {
            if (first[column].Length == 0)
            {
                first.Refuse(column, "The first row of a product needs this.");
            }
        }

        var state = first["state"].ToUpperInvariant();
        if (state is not ("" or ProductStates.Draft or ProductStates.Published))
        {
            first.Refuse("state", $"Write {ProductStates.Draft} or {ProductStates.Published}.");
        }

        var options = ListCell.Split(first["options"], '|').Select(o => ListCell.Split(o, '=', 2)).ToArray();
        ImportedVariant[] variants = [.. rows.Select(r => Variant(r.Row, options.Length, skus))];
        var product = new ImportedProduct(
            first.Line, first["handle"], first["name"], first["description"], first["category"].Length > 0 ? [first["category"]] : [], IsCategoryNeeded: true,
            first["brand"].Length > 0 ? first["brand"] : null, first["tax_class"].Length > 0 ? first["tax_class"].ToUpperInvariant() : "STANDARD",
            first["unit"].Length > 0 ? first["unit"] : null, state.Length == 0 ? null : state == ProductStates.Published, first.Flag("is_active"),
            [.. ListCell.Split(first["images"], '|').Select(i => ListCell.Split(i, '=', 2)).Select(i => new ImportedImage(ListCell.Unescape(i[0]), i.Count > 1 ? ListCell.Unescape(i[1]) : first["name"]))],
            [
                .. options.Select((o, at) => new OptionTypeDto(
                    ListCell.Unescape(o[0]),
                    o.Count > 1 ? [.. ListCell.Split(o[1], ',').Select(ListCell.Unescape)] : [.. variants.Select(v => v.Values.ElementAtOrDefault(at) ?? "").Where(v => v.Length > 0).Distinct()])),
            ],
            variants,
            [.. ListCell.Split(first["attributes"], '|').Select(a => ListCell.Split(a, '=', 2)).Select(a => new AttributeDto(ListCell.Unescape(a[0]), a.Count > 1 ? ListCell.Unescape(a[1]) : ""))],
            [.. ListCell.Split(first["tags"], '|').Select(ListCell.Unescape)], Columns)
        {
            Videos = [.. ListCell.Split(first["videos"], '|').Select(v => ListCell.Split(v, '=', 2)).Select(v => new ImportedVideo(ListCell.Unescape(v[0]), v.Count > 1 ? ListCell.Unescape(v[1]) : first["name"]))],
        };
        product.Errors.AddRange(rows.SelectMany(r => r.Errors));
        return product;
    }

    private static ImportedVariant Variant(CsvRow row, int options, HashSet<string> skus)
    {
        string[] values = [.. ListCell.Split(row["values"], '|').Select(ListCell.Unescape)];
        if (values.Length != options)
        {
            row.Refuse("values", options == 0 ? "The product has no options." : $"Write {options} values, separated by |.");
        }

        var sku = row["sku"];
        if (sku.Length == 0)
        {
            row.Refuse("sku", "This is missing.");
        }
        else if (!skus.Add(sku))
        {
            row.Refuse("sku", $"The SKU {sku} is in the file twice.");
        }

        return new(
            row.Line, sku, values, row.Amount("price", isNeeded: true) ?? 0, row.Amount("compare_at"), row.Count("weight_in_grams") ?? 0, row.Count("stock"), row.Count("low_stock_at"),
            row["variant_image"].Length > 0 ? row["variant_image"] : null);
    }

    private static string Text(string text) => CsvText.Harmless(text);

    private static string Number(decimal number) => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
