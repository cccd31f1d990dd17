using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Catalog;

/// <summary>A choice that a product offers, such as its size, in the order in which the values are shown.</summary>
public sealed record OptionType(string Name, IReadOnlyList<string> Values);

public sealed record ProductFact(string Name, string Value);

/// <param name="Id">Null makes a new variant.</param>
public sealed record VariantContent(
    VariantId? Id, string Sku, IReadOnlyDictionary<string, string> Options, Money Price, decimal? CompareAt, int WeightInGrams, MediaId? ImageId);

public sealed record ImageContent(MediaId MediaId, string Alt);

/// <param name="PosterId">The picture before it plays; null for the product's first.</param>
public sealed record VideoContent(MediaId MediaId, string Text, MediaId? PosterId);

/// <summary>All that a vendor may say about a product in one edit.</summary>
public sealed record ProductContent(
    string Name, string Description, CategoryId? CategoryId, BrandId? BrandId, string TaxClass, string? Unit, bool IsActive,
    IReadOnlyList<ImageContent> Images, IReadOnlyList<OptionType> Options, IReadOnlyList<VariantContent> Variants,
    IReadOnlyList<ProductFact> Attributes, IReadOnlyList<string> Tags)
{
    public IReadOnlyList<VideoContent> Videos { get; init; } = [];

    /// <summary>The rule that the content breaks, or null when it keeps them all.</summary>
    public Error? Check() => CheckTexts() ?? CheckOptions() ?? CheckVariants();

    private Error? CheckTexts() =>
        Text("name", Name, 1, Product.NameMaxLength)
        ?? Text("description", Description, 0, Product.DescriptionMaxLength)
        ?? Text("taxClass", TaxClass, 1, Product.CodeMaxLength)
        ?? Text("unit", Unit ?? "", 0, Product.UnitMaxLength)
        ?? Unless(Images.Count <= Product.MaxImages, "images", $"A product has at most {Product.MaxImages} pictures.")
        ?? Unless(Images.DistinctBy(i => i.MediaId).Count() == Images.Count, "images", "A picture appears twice.")
        ?? Unless(Images.All(i => i.Alt.Length <= Product.AltMaxLength), "images", $"A picture's description has at most {Product.AltMaxLength} characters.")
        ?? Unless(Videos.Count <= Product.MaxVideos, "videos", $"A product has at most {Product.MaxVideos} videos.")
        ?? Unless(Videos.DistinctBy(v => v.MediaId).Count() == Videos.Count, "videos", "A video appears twice.")
        ?? Videos.Select((v, i) => Text($"videos[{i}].text", v.Text, 1, Product.VideoTextMaxLength)).FirstOrDefault(e => e is not null)
        ?? Unless(Attributes.Count <= Product.MaxAttributes, "attributes", $"A product has at most {Product.MaxAttributes} attributes.")
        ?? Attributes.Select((a, i) => Text($"attributes[{i}].name", a.Name, 1, Product.OptionMaxLength) ?? Text($"attributes[{i}].value", a.Value, 1, Product.AttributeMaxLength)).FirstOrDefault(e => e is not null)
        ?? Unless(Attributes.DistinctBy(a => a.Name.Trim(), StringComparer.OrdinalIgnoreCase).Count() == Attributes.Count, "attributes", "An attribute appears twice.")
        ?? Unless(Tags.Count <= Product.MaxTags, "tags", $"A product has at most {Product.MaxTags} tags.")
        ?? Tags.Select((t, i) => Text($"tags[{i}]", t, 1, Product.OptionMaxLength)).FirstOrDefault(e => e is not null);

    private Error? CheckOptions() =>
        Unless(Options.Count <= Product.MaxOptions, "options", $"A product has at most {Product.MaxOptions} options.")
        ?? Options.Select((o, i) => Text($"options[{i}].name", o.Name, 1, Product.OptionMaxLength)
            ?? Unless(o.Values.Count is > 0 and <= Product.MaxOptionValues, $"options[{i}].values", $"An option has 1 to {Product.MaxOptionValues} values.")
            ?? o.Values.Select(v => Text($"options[{i}].values", v, 1, Product.OptionMaxLength)).FirstOrDefault(e => e is not null)
            ?? Unless(o.Values.Distinct(StringComparer.Ordinal).Count() == o.Values.Count, $"options[{i}].values", $"A value of {o.Name} appears twice.")).FirstOrDefault(e => e is not null)
        ?? Unless(Options.DistinctBy(o => o.Name).Count() == Options.Count, "options", "An option appears twice.");

    private Error? CheckVariants()
    {
        if (Variants.Count is 0 or > Product.MaxVariants)
        {
            return CatalogErrors.Wrong("variants", $"A product has 1 to {Product.MaxVariants} variants.");
        }

        var skus = new HashSet<string>(StringComparer.Ordinal);
        var combinations = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Variants.Count; i++)
        {
            var (variant, at) = (Variants[i], $"variants[{i}]");
            var wrong = Text($"{at}.sku", variant.Sku, 1, Product.CodeMaxLength)
                ?? CheckPrice(variant.Price, variant.CompareAt, at)
                ?? Unless(variant.Price.Currency == Variants[0].Price.Currency, $"{at}.price", "All variants are priced in one currency.")
                ?? Unless(variant.WeightInGrams is >= 0 and <= Product.MaxWeightInGrams, $"{at}.weightInGrams", $"A weight is 0 to {Product.MaxWeightInGrams} g.")
                ?? Unless(skus.Add(variant.Sku.Trim()), $"{at}.sku", $"The SKU {variant.Sku} appears twice.")
                ?? Unless(variant.Options.Count == Options.Count && Options.All(o => variant.Options.TryGetValue(o.Name, out var v) && o.Values.Contains(v)),
                    $"{at}.options", "A variant names one of the listed values for each option.")
                ?? Unless(combinations.Add(string.Join('\u001f', Options.Select(o => variant.Options.GetValueOrDefault(o.Name)))), $"{at}.options", "Two variants have the same options.");
            if (wrong is not null)
            {
                return wrong;
            }
        }

        return null;
    }

    internal static Error? CheckPrice(Money price, decimal? compareAt, string at) =>
        Unless(price.Amount > 0, $"{at}.price", "A price is above zero.")
        ?? Unless(price.Amount <= Product.MaxPrice, $"{at}.price", $"A price is at most {Product.MaxPrice:0}.")
        ?? Unless(price == price.Rounded(), $"{at}.price", $"A price in {price.Currency} has at most {Money.DecimalsOf(price.Currency)} digits after the point.")
        ?? Unless(compareAt is not { } before || (before > price.Amount && before <= Product.MaxPrice), $"{at}.compareAt", "The price before must be above the price.");

    private static Error? Text(string field, string text, int min, int max) =>
        Unless(text.Trim().Length >= min && text.Length <= max, field, min == 0 ? $"At most {max} characters." : $"{min} to {max} characters.");

    private static Error? Unless(bool isRight, string field, string message) => isRight ? null : CatalogErrors.Wrong(field, message);
}
