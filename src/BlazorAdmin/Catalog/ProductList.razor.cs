using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>All products of the shop; stock and price are changed where they stand.</summary>
public sealed partial class ProductList
{
    private static readonly (string Text, string? State, string? Stock)[] Filters =
    [
        ("All", null, null), ("On sale", ProductStates.Published, null), ("Low or sold out", null, "low"), ("Drafts", ProductStates.Draft, null),
    ];

    private readonly HashSet<Guid> _chosen = [];
    private readonly HashSet<Guid> _open = [];
    private readonly List<BulkRefusal> _refused = [];
    private Page<VendorProductItem>? _page;

    [Inject] private VendorProductsClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    [Inject] private PortalSession Session { get; set; } = null!;

    private bool MayEdit => Session.MayChangeInShop(VendorRights.EditCatalogue);
    private bool MayPrice => Session.MayChangeInShop(VendorRights.SetPrices);
    private bool MayStock => Session.MayChangeInShop(VendorRights.SetStock);

    [SupplyParameterFromQuery] private string? Search { get; set; }
    [SupplyParameterFromQuery] private string? State { get; set; }
    [SupplyParameterFromQuery] private string? Stock { get; set; }
    [SupplyParameterFromQuery] private int? Page { get; set; }

    private bool IsFiltered => Search is not null || State is not null || Stock is not null;

    protected override Task OnParametersSetAsync()
    {
        _chosen.Clear();
        return LoadPageAsync();
    }

    private Task LoadPageAsync() => LoadAsync(async ct => _page = await Client.ListAsync(Search, State, Stock, null, Math.Max(1, Page ?? 1), ct: ct));

    private string Link(string? state, string? stock) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["state"] = state, ["stock"] = stock, ["page"] = null });

    private void Choose(Guid id)
    {
        if (!_chosen.Remove(id))
        {
            _chosen.Add(id);
        }
    }

    private void ChooseAll(ChangeEventArgs change)
    {
        _chosen.Clear();
        if (change.Value is true)
        {
            _chosen.UnionWith(_page!.Items.Select(p => p.Id));
        }
    }

    private void Toggle(Guid id)
    {
        if (!_open.Remove(id))
        {
            _open.Add(id);
        }
    }

    /// <summary>Puts the saved variant into the list, and the sums that follow from it.</summary>
    private void Replace(VendorProductItem product, VendorVariant saved)
    {
        VendorVariant[] variants = [.. product.Variants.Select(v => v.Id == saved.Id ? saved : v)];
        var changed = product with
        {
            Variants = variants,
            OnHand = variants.Sum(v => v.OnHand),
            Reserved = variants.Sum(v => v.Reserved),
            IsLow = variants.Any(v => v.OnHand - v.Reserved <= v.LowStockAt),
            Price = variants.MinBy(v => v.Price.Amount)!.Price,
            PriceTo = variants.Length == 1 ? null : variants.MaxBy(v => v.Price.Amount)!.Price,
        };
        _page = _page! with { Items = [.. _page.Items.Select(p => p.Id == product.Id ? changed : p)] };
    }

    private string NameOf(Guid id) => _page?.Items.FirstOrDefault(p => p.Id == id)?.Name ?? "One product";

    private async Task ActAsync(BulkAction action)
    {
        BulkChangeResult? result = null;
        if (await TryAsync(async ct => result = await Client.BulkAsync(action.For([.. _chosen]), ct)))
        {
            _refused.Clear();
            _refused.AddRange(result!.Refused);
            _chosen.Clear();
            if (result.Changed > 0)
            {
                Toasts.Say($"{Words.Count(result.Changed, "product")} changed: {action.Said}.");
            }

            await LoadPageAsync();
        }
    }
}
