using System.Globalization;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>Turns what the rows of a product say into what the product is told, with everything looked up.</summary>
/// <param name="current">The product that the rows are about, if it is there already: what the file cannot say stays as it is.</param>
internal sealed class ImportedContent(ImportedProduct imported, Product? current, ImportKnowledge known, IReadOnlyDictionary<string, MediaId> pictures, string currency)
{
    private readonly List<ImportRowError> _errors = [];
    private bool _isRefused;

    /// <summary>Refusals, and what the product is imported without.</summary>
    public IReadOnlyList<ImportRowError> Errors => _errors;

    /// <returns>Null when the product cannot be imported.</returns>
    public ProductContent? Read()
    {
        CategoryId? category = imported.Category.Select(name => known.Categories.TryGetValue(name, out var id) ? id : (CategoryId?)null).FirstOrDefault(id => id is not null);
        if (category is null && imported.Category.Count > 0 && imported.IsCategoryNeeded)
        {
            Refuse("category", $"There is no category {imported.Category[0]}.");
        }

        if (!known.TaxClasses.Contains(imported.TaxClass))
        {
            Refuse(imported.Columns["taxClass"], $"There is no tax class {imported.TaxClass}.");
        }

        if (imported.Brand is { Length: > Brand.NameMaxLength })
        {
            Refuse("brand", $"At most {Brand.NameMaxLength} characters.");
        }

        if (_isRefused)
        {
            return null;
        }

        var images = imported.Images.Select(i => (Id: Picture(i.Image, imported.Line, imported.Columns["images"]), i.Alt)).Where(i => i.Id is not null)
            .Select(i => new ImageContent(i.Id!.Value, i.Alt)).DistinctBy(i => i.MediaId).ToList();
        return new(
            imported.Name, imported.Description, category ?? (imported.IsCategoryNeeded ? null : current?.CategoryId),
            imported.Brand is { } brand ? known.Brands[brand] : null, imported.TaxClass, imported.Unit ?? (imported.Tags is null ? current?.Unit : null),
            imported.IsActive ?? current?.IsActive ?? true,
            images.Count == 0 && imported.Images.Count > 0 && current is not null ? [.. current.Images.OrderBy(i => i.Position).Select(i => new ImageContent(i.MediaId, i.Alt))] : images,
            [.. imported.Options.Select(o => new OptionType(o.Name, o.Values))],
            [.. imported.Variants.Select(Variant)],
            [.. imported.Attributes.Select(a => new ProductFact(a.Name, a.Value))], imported.Tags ?? current?.Tags ?? [])
        {
            Videos = Videos(),
        };
    }

    /// <summary>The line and the column of a member that the product's rules speak of: <c>variants[2].price</c>.</summary>
    public static (int Line, string? Column) PlaceOf(ImportedProduct imported, string? field)
    {
        if (field is null)
        {
            return (imported.Line, null);
        }

        var open = field.IndexOf('[', StringComparison.Ordinal);
        var name = open < 0 ? field : field[..open];
        if (name != "variants")
        {
            return (imported.Line, imported.Columns.GetValueOrDefault(name, name));
        }

        var close = field.IndexOf(']', StringComparison.Ordinal);
        return open >= 0 && int.TryParse(field.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < imported.Variants.Count
            ? (imported.Variants[at].Line, imported.Columns.GetValueOrDefault("variants" + field[(close + 1)..]))
            : (imported.Line, null);
    }

    private VariantContent Variant(ImportedVariant row) => new(
        current?.Variants.FirstOrDefault(v => v.Sku == row.Sku)?.Id, row.Sku,
        imported.Options.Zip(row.Values).DistinctBy(o => o.First.Name).ToDictionary(o => o.First.Name, o => o.Second), new Money(row.Price, currency), row.CompareAt,
        imported.Tags is null ? current?.Variants.FirstOrDefault(v => v.Sku == row.Sku)?.WeightInGrams ?? row.WeightInGrams : row.WeightInGrams,
        row.Picture is { } picture ? Picture(picture, row.Line, "variant_image") : null);

    /// <summary>Those that the file names; none that is there leaves the product's as they are. What the file cannot say of one, its poster, stays.</summary>
    private IReadOnlyList<VideoContent> Videos()
    {
        var there = current?.VideoContents() ?? [];
        var named = imported.Videos.Select(v => (Id: Video(v.Video), v.Text)).Where(v => v.Id is not null)
            .Select(v => new VideoContent(v.Id!.Value, v.Text, there.FirstOrDefault(t => t.MediaId == v.Id)?.PosterId)).DistinctBy(v => v.MediaId).ToList();
        return named.Count > 0 ? named : there;
    }

    private MediaId? Video(string text)
    {
        if (MediaId.Read(text) is { } id && !known.MissingVideos.Contains(id))
        {
            return id;
        }

        _errors.Add(new(imported.Line, imported.Columns["videos"], $"There is no video {text}. The product is imported without it."));
        return null;
    }

    private MediaId? Picture(string text, int line, string column)
    {
        if (pictures.TryGetValue(Path.GetFileName(text), out var stored))
        {
            return stored;
        }

        if (MediaId.Read(text) is { } id && !known.MissingPictures.Contains(id))
        {
            return id;
        }

        _errors.Add(new(line, column, $"The picture {text} did not come with the file. The product is imported without it."));
        return null;
    }

    private void Refuse(string column, string message)
    {
        _errors.Add(new(imported.Line, column, message));
        _isRefused = true;
    }
}
