using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>The tree of categories.</summary>
public sealed partial class Categories
{
    private IReadOnlyList<CategoryNode>? _tree;
    private Modal _modal = null!;
    private Guid? _id;
    private int? _revision;
    private bool _isStale;
    private Guid? _parent;
    private string _before = "";
    private string _name = "";
    private int _hue = 1;
    private bool _isActive = true;
    private ImageDto? _image;
    private Modal _remove = null!;
    private CategoryNode? _removed;
    private Guid? _target;

    [Inject] private AdminProductsClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadTreeAsync();

    private Task LoadTreeAsync() => LoadAsync(async ct => _tree = await Client.CategoriesAsync(ct));

    private static IEnumerable<(CategoryNode Node, int Depth, string Path, int Place, int Last)> Lines(IReadOnlyList<CategoryNode> nodes, int depth, string path) =>
        nodes.Index().SelectMany(n => Lines(n.Item.Children, depth + 1, n.Item.Name).Prepend((n.Item, depth, path, n.Index, nodes.Count - 1)));

    private Guid? ParentOf(Guid id) => Lines(_tree!, 0, "").FirstOrDefault(l => l.Node.Children.Any(c => c.Id == id)).Node?.Id;

    private void Edit(CategoryNode? node, Guid? parent)
    {
        (_id, _revision, _isStale) = (node?.Id, node?.Revision, false);
        (_parent, _before, _name, _hue, _isActive, _image, Refusal) = (parent, node?.Name ?? "", node?.Name ?? "", node?.Hue ?? 1, node?.IsActive ?? true, node?.Image, null);
        _modal.Open();
    }

    /// <summary>What it is now becomes what is changed; what was typed stays.</summary>
    private Task<bool> LookAgainAsync() => TryAsync(async ct => (_revision, _isStale) = ((await Client.CategoryAsync(_id!.Value, ct)).Revision, false));

    private async Task SaveAsync()
    {
        var (name, request) = (_name.Trim(), new SaveCategoryRequest(_name.Trim(), _parent, _hue, _isActive, _image?.Id));
        if (await TryAsync(async ct => _ = _id is { } id ? await Client.SaveCategoryAsync(id, _revision, request, ct) : await Client.AddCategoryAsync(request, ct)))
        {
            await _modal.CloseAsync();
            Toasts.Say($"{name} is saved.");
            await LoadTreeAsync();
        }
        else
        {
            _isStale = Refusal is { IsStale: true };
        }
    }

    private async Task PlaceAsync(CategoryNode node, int place)
    {
        if (await TryAsync(ct => Client.PlaceCategoryAsync(node.Id, place, ct)))
        {
            await LoadTreeAsync();
        }
    }

    private void AskToRemove(CategoryNode node)
    {
        (_removed, _target, Refusal) = (node, null, null);
        _remove.Open();
    }

    private async Task RemoveAsync()
    {
        if (await TryAsync(ct => Client.RemoveCategoryAsync(_removed!.Id, _target, ct)))
        {
            await _remove.CloseAsync();
            Toasts.Say($"{_removed!.Name} is removed.");
            await LoadTreeAsync();
        }
    }
}
