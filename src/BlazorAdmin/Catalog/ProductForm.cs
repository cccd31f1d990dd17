using System.Text.Json;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>A product while it is edited.</summary>
public sealed class ProductForm
{
    private SaveProductRequest? _before;

    public int? Revision { get; private init; }
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public Guid? CategoryId { get; set; }
    public string Brand { get; set; } = "";
    public string TaxClass { get; set; } = "";
    public string Unit { get; set; } = "";
    public bool IsActive { get; set; } = true;
    public string Tags { get; set; } = "";
    public List<ImageDraft> Images { get; } = [];
    public List<VideoDraft> Videos { get; } = [];
    public List<AttributeDraft> Attributes { get; } = [];
    public VariantMatrix Matrix { get; private init; } = VariantMatrix.Of([], [new()]);

    public static ProductForm New(string taxClass)
    {
        var form = new ProductForm { TaxClass = taxClass };
        form._before = form.ToRequest();
        return form;
    }

    public static ProductForm Of(VendorProductDetails product)
    {
        var form = new ProductForm
        {
            Revision = product.Revision,
            Name = product.Name,
            Description = product.Description,
            CategoryId = product.CategoryId,
            Brand = product.Brand ?? "",
            TaxClass = product.TaxClass,
            Unit = product.Unit ?? "",
            IsActive = product.IsActive,
            Tags = string.Join(", ", product.Tags),
            Matrix = VariantMatrix.Of(
                product.Options.Select(o => OptionDraft.Of(o.Name, o.Values)),
                product.Variants.Select(VariantRow.From)),
        };
        form.Images.AddRange(product.Images.Select(i => new ImageDraft(i) { Alt = i.Alt }));
        form.Videos.AddRange(product.Videos.Select(v => new VideoDraft(v)));
        form.Attributes.AddRange(product.Attributes.Select(a => new AttributeDraft { Name = a.Name, Value = a.Value }));
        form._before = form.ToRequest();
        return form;
    }

    /// <summary>What is wrong before it is worth sending, each with the id of its field.</summary>
    public IReadOnlyList<(string Field, string Where, string Error)> Errors()
    {
        List<(string, string, string)> errors = [];
        if (Name.Trim().Length is 0 or > 200)
        {
            errors.Add(("name", "Name", Name.Trim().Length == 0 ? "Say what it is" : "At most 200 letters"));
        }

        for (var i = 0; i < Videos.Count; i++)
        {
            if (Videos[i].Text.Trim().Length == 0)
            {
                errors.Add(($"videos[{i}].text", $"Video {i + 1}", "Say what is seen and heard"));
            }
        }

        for (var i = 0; i < Matrix.Rows.Count; i++)
        {
            var row = Matrix.Rows[i];
            errors.AddRange(row.Errors.Select(e => ($"variants[{i}].{e.Cell}", row.Name, e.Error)));
            if (Matrix.Doubled.Contains(row))
            {
                errors.Add(($"variants[{i}].sku", row.Name, "Another variant has this code"));
            }
        }

        return errors;
    }

    public SaveProductRequest ToRequest() => new(
        Name.Trim(), Description.Trim(), CategoryId, Null(Brand), TaxClass, IsActive,
        [.. Images.Select(i => new ProductImageInput(i.Image.Id, i.Alt.Trim()))],
        [.. Matrix.Options.Where(o => o.Name.Length > 0 && o.Values.Count > 0).Select(o => new OptionTypeDto(o.Name, o.Values))],
        [.. Matrix.Rows.Select(r => r.ToInput())],
        [.. Attributes.Where(a => a.Name.Trim().Length > 0).Select(a => new AttributeDto(a.Name.Trim(), a.Value.Trim()))],
        [.. Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)],
        Null(Unit), [.. Videos.Select(v => new ProductVideoInput(v.Video.Id, v.Text.Trim(), v.PosterId))]);

    /// <summary>How many things differ from what was loaded: each member, each variant.</summary>
    public int Changes
    {
        get
        {
            var (before, after) = (_before!, ToRequest());
            var members = new (object? Before, object? After)[]
            {
                (before.Name, after.Name), (before.Description, after.Description), (before.CategoryId, after.CategoryId), (before.Brand, after.Brand),
                (before.TaxClass, after.TaxClass), (before.IsActive, after.IsActive), (before.Images, after.Images), (before.Options, after.Options),
                (before.Attributes, after.Attributes), (before.Tags, after.Tags), (before.Unit, after.Unit),
                (before.Videos, after.Videos),
            };
            var old = before.Variants.Select(Text).ToHashSet();
            var now = after.Variants.Select(Text).ToHashSet();
            return members.Count(m => Text(m.Before) != Text(m.After)) + Math.Max(now.Count(v => !old.Contains(v)), old.Count(v => !now.Contains(v)));
        }
    }

    public bool IsChanged(VariantRow row) => Revision is not null && _before is { } before && !before.Variants.Select(Text).Contains(Text(row.ToInput()));

    private static string Text(object? value) => JsonSerializer.Serialize(value);

    private static string? Null(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public sealed class ImageDraft(ImageDto image)
{
    public ImageDto Image { get; } = image;
    public string Alt { get; set; } = image.Alt;
}

public sealed class VideoDraft(VideoDto video)
{
    public VideoDto Video { get; } = video;
    public string Text { get; set; } = video.Text;
    public Guid? PosterId { get; set; } = video.Poster?.Id;
}

public sealed class AttributeDraft
{
    public string Name { get; set; } = "";
    public string Value { get; set; } = "";
}
