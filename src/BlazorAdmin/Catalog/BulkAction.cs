using Marketplace.Contracts.Catalog;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>One change to many products, by the name the API knows.</summary>
/// <param name="Said">What the toast says was done.</param>
public sealed record BulkAction(
    string Name, string Said, decimal? Percent = null, int? Units = null, Guid? CategoryId = null, IReadOnlyList<string>? AddTags = null, IReadOnlyList<string>? RemoveTags = null)
{
    public BulkChangeRequest For(IReadOnlyList<Guid> products) => new(products, Name, Percent, Units, CategoryId, AddTags, RemoveTags);
}
