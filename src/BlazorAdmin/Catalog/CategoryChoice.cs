using Marketplace.Contracts.Catalog;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>A category with the way to it, for a flat list to choose from: "Home / Pots and planters".</summary>
public sealed record CategoryChoice(Guid? Id, string Path)
{
    public static IReadOnlyList<CategoryChoice> Flatten(IEnumerable<CategoryNode> nodes, string above = "") =>
        [.. nodes.SelectMany(n => (CategoryChoice[])[new(n.Id, above + n.Name), .. Flatten(n.Children, $"{above}{n.Name} / ")])];
}
