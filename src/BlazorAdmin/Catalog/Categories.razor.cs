using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Catalog;
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

    [Inject] private AdminProductsClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadTreeAsync();

    private Task LoadTreeAsync() => LoadAsync(async ct => _tree = await Client.CategoriesAsync(ct));

    private static IEnumerable<(CategoryNode Node, int Depth, string Path)> Lines(IEnumerable<CategoryNode> nodes, int depth, string path) =>
        nodes.SelectMany(n => Lines(n.Children, depth + 1, n.Name).Prepend((n, depth, path)));

    private Guid? ParentOf(Guid id) => Lines(_tree!, 0, "").FirstOrDefault(l => l.Node.Children.Any(c => c.Id == id)).Node?.Id;

    private void Edit(CategoryNode? node, Guid? parent)
    {
        (_id, _revision, _isStale) = (node?.Id, node?.Revision, false);
        (_parent, _before, _name, _hue, _isActive, Refusal) = (parent, node?.Name ?? "", node?.Name ?? "", node?.Hue ?? 1, node?.IsActive ?? true, null);
        _modal.Open();
    }

    /// <summary>What it is now becomes what is changed; what was typed stays.</summary>
    private Task<bool> LookAgainAsync() => TryAsync(async ct => (_revision, _isStale) = ((await Client.CategoryAsync(_id!.Value, ct)).Revision, false));

    private async Task SaveAsync()
    {
        var (name, request) = (_name.Trim(), new SaveCategoryRequest(_name.Trim(), _parent, _hue, _isActive));
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
}
