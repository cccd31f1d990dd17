using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

/// <summary>A node of the one category tree that all vendors share.</summary>
public sealed class Category : AggregateRoot
{
    public const int NameMaxLength = 80;
    public const int MaxDepth = 4;

    private Category() { } // EF Core

    public CategoryId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public string Slug { get; private init; } = "";
    public string Name { get; private set; } = "";
    public CategoryId? ParentId { get; private set; }
    public int Hue { get; private set; }
    public MediaId? ImageId { get; private set; }
    public int Position { get; private set; }
    public bool IsActive { get; private set; }

    public static Result<Category> Create(string slug, string name, CategoryId? parentId, int hue, bool isActive, int position, DateTimeOffset now, MediaId? imageId = null)
    {
        var category = new Category { Id = CategoryId.New(), Slug = slug, Position = position, ImageId = imageId };
        var saved = category.Save(name, parentId, hue, isActive, now);
        return saved.IsSuccess ? category : saved.Error;
    }

    /// <summary>The caller has made sure that the parent is neither this category nor below it.</summary>
    public Result<Done> Save(string name, CategoryId? parentId, int hue, bool isActive, DateTimeOffset now)
    {
        if (name.Trim() is not { Length: > 0 and <= NameMaxLength } text)
        {
            return new Error(ErrorKind.Invalid, "category.name_invalid", $"1 to {NameMaxLength} characters.", "name");
        }

        if (hue is < 1 or > Vendor.Hues)
        {
            return new Error(ErrorKind.Invalid, "category.hue_invalid", $"Pick a colour from 1 to {Vendor.Hues}.", "hue");
        }

        if (parentId == Id)
        {
            return CatalogErrors.CategoryLoop;
        }

        (Name, ParentId, Hue, IsActive) = (text, parentId, hue, isActive);
        Raise(new CategorySaved(Id, now));
        return default(Done);
    }
}

public sealed class Brand : AggregateRoot
{
    public const int NameMaxLength = 80;

    private Brand() { } // EF Core

    public BrandId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public string Slug { get; private init; } = "";
    public string Name { get; private init => field = value.Trim() is { Length: > 0 and <= NameMaxLength } text ? text : throw new ArgumentException("A brand needs a name that fits.", nameof(value)); } = "";
    public MediaId? LogoId { get; private init; }

    public static Brand Add(string slug, string name, DateTimeOffset now, MediaId? logoId = null)
    {
        var brand = new Brand { Id = BrandId.New(), Slug = slug, Name = name, LogoId = logoId };
        brand.Raise(new BrandAdded(brand.Id, now));
        return brand;
    }
}
