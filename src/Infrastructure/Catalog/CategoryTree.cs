using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>One category with the number of products that stand directly in it.</summary>
internal sealed record CategoryRow(Guid Id, Guid? ParentId, string Slug, string Name, int Hue, ImageDto? Image, int Count, bool IsActive = true, int Revision = 0);

/// <summary>Categories in their order, with counts that include what stands below.</summary>
internal sealed class CategoryTree
{
    private readonly ILookup<Guid?, CategoryRow> _children;
    private readonly Dictionary<Guid, CategoryRow> _byId;

    /// <param name="rows">In the order in which siblings are shown.</param>
    public CategoryTree(IReadOnlyList<CategoryRow> rows)
    {
        _byId = rows.ToDictionary(r => r.Id);
        _children = rows.ToLookup(r => r.ParentId);
    }

    public IReadOnlyList<CategoryNode> Nodes => [.. _children[null].Select(Node)];

    /// <summary>What to offer as the next choice: what stands below the chosen category, or beside it when it has nothing below.</summary>
    public IReadOnlyList<FacetValue> Choices(string? chosen)
    {
        var at = chosen is null ? null : _byId.Values.FirstOrDefault(r => r.Slug == chosen || (Guid.TryParse(chosen, out var id) && r.Id == id));
        var rows = at is null ? _children[null] : _children[at.Id].Any() ? _children[at.Id] : _children[at.ParentId];
        return [.. rows.Select(r => new FacetValue(r.Slug, r.Name, Total(r))).Where(f => f.Count > 0)];
    }

    private CategoryNode Node(CategoryRow row) => new(row.Id, row.Slug, row.Name, row.Hue, row.Image, Total(row), row.IsActive, [.. _children[row.Id].Select(Node)], row.Revision);

    private int Total(CategoryRow row) => row.Count + _children[row.Id].Sum(Total);
}
