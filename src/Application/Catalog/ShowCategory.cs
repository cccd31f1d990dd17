using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Catalog;

/// <summary>One category with what stands below it, also while shoppers do not see it.</summary>
public sealed class ShowCategoryHandler(ICatalogReads reads) : IHandler
{
    public async Task<Result<CategoryNode>> HandleAsync(CategoryId id, CancellationToken ct) =>
        Find(await reads.CategoriesAsync(isAll: true, ct), id.Value) is { } found ? found : CatalogErrors.CategoryNotFound;

    private static CategoryNode? Find(IReadOnlyList<CategoryNode> nodes, Guid id) =>
        nodes.FirstOrDefault(n => n.Id == id) ?? nodes.Select(n => Find(n.Children, id)).FirstOrDefault(n => n is not null);
}
