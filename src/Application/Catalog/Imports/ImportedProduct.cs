using Marketplace.Contracts.Catalog;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>A cell with the place where it stands, so that a refusal can point at it.</summary>
internal readonly record struct Cell(string Text, int Line, string Column);

internal sealed record ImportedVariant(
    int Line, string Sku, IReadOnlyList<string> Values, decimal Price, decimal? CompareAt, int WeightInGrams, int? Stock, int? LowStockAt, string? Picture);

/// <param name="Image">The name of a file, or the id of a picture that is stored already.</param>
internal readonly record struct ImportedImage(string Image, string Alt);

/// <param name="Video">The id of a video that is stored already.</param>
internal readonly record struct ImportedVideo(string Video, string Text);

/// <summary>A product as a file tells it: its rows put together, nothing looked up yet.</summary>
/// <param name="Line">Of its first row.</param>
/// <param name="Category">The names or slugs to look for, the closest first.</param>
/// <param name="IsCategoryNeeded">An unknown category is an error; otherwise the product stays a draft.</param>
/// <param name="IsPublished">Null leaves it as it is, and publishes a new product that has a category.</param>
/// <param name="Tags">Null leaves them as they are.</param>
/// <param name="Columns">The file's names for the members that the product's own rules speak of.</param>
internal sealed record ImportedProduct(
    int Line, string Handle, string Name, string Description, IReadOnlyList<string> Category, bool IsCategoryNeeded, string? Brand, string TaxClass, string? Unit,
    bool? IsPublished, bool? IsActive, IReadOnlyList<ImportedImage> Images, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<ImportedVariant> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string>? Tags, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>None leaves them as they are.</summary>
    public IReadOnlyList<ImportedVideo> Videos { get; init; } = [];

    /// <summary>What is wrong with the rows as such. A product with any is not imported.</summary>
    public List<ImportRowError> Errors { get; } = [];
}
