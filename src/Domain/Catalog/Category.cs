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

    /// <summary>Among its siblings; those with the same one stand in the order of their names.</summary>
    public int Position { get; private set; }
    public bool IsActive { get; private set; }

    public static Result<Category> Create(string slug, string name, CategoryId? parentId, int hue, bool isActive, int position, DateTimeOffset now, MediaId? imageId = null)
    {
        var category = new Category { Id = CategoryId.New(), Slug = slug, Position = position };
        var saved = category.Save(name, parentId, hue, isActive, imageId, now);
        return saved.IsSuccess ? category : saved.Error;
    }

    /// <summary>The caller has made sure that the parent is neither this category nor below it.</summary>
    public Result<Done> Save(string name, CategoryId? parentId, int hue, bool isActive, MediaId? imageId, DateTimeOffset now)
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

        (Name, ParentId, Hue, IsActive, ImageId) = (text, parentId, hue, isActive, imageId);
        Raise(new CategorySaved(Id, now));
        return default(Done);
    }

    /// <summary>Brings a category to a place among its siblings; the others make room.</summary>
    /// <param name="siblings">All that stand below the same parent, in any order.</param>
    /// <param name="place">0 is the first; one behind the last is the last.</param>
    public static void Place(IEnumerable<Category> siblings, CategoryId moved, int place, DateTimeOffset now)
    {
        List<Category> row = [.. siblings.OrderBy(c => c.Position).ThenBy(c => c.Name, StringComparer.Ordinal)];
        var category = row.Find(c => c.Id == moved) ?? throw new ArgumentException("The category is none of these.", nameof(moved));
        row.Remove(category);
        row.Insert(Math.Clamp(place, 0, row.Count), category);
        for (var i = 0; i < row.Count; i++)
        {
            row[i].StandAt(i, now);
        }
    }

    /// <summary>Tells the others that the category is about to be removed. The caller has made sure that nothing stands in it or below it.</summary>
    public void Remove(DateTimeOffset now) => Raise(new CategorySaved(Id, now));

    private void StandAt(int position, DateTimeOffset now)
    {
        if (Position != position)
        {
            Position = position;
            Raise(new CategorySaved(Id, now));
        }
    }
}
