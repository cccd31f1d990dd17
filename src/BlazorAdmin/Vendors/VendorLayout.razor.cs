using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>Pages of a shop: keeps its open orders at hand, so that the count and the bell work on every page.</summary>
public sealed partial class VendorLayout
{
    private readonly CancellationTokenSource _gone = new();
    private Guid? _shop;

    private IReadOnlyList<NavItem> Items => [.. VendorPages.All(Open.Waiting).Where(page => Session.MayInShop(page.Right!))];

    private IReadOnlyList<string> Topics => Session.MayInShop(VendorRights.SeeOrders) ? [$"vendor:{Session.Shop!.VendorId}"] : [];

    private string Path => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].TrimEnd('/');

    protected override async Task OnInitializedAsync()
    {
        Session.Changed += SessionChanged;
        Open.Changed += Render;
        Live.Changed += Heard;
        await FollowShopAsync();
    }

    /// <summary>The shop's first page is for those who work with orders; everybody else begins with the first that is for them.</summary>
    protected override void OnParametersSet()
    {
        if (Path == "/vendor" && Session.Shop is { } shop && !Session.MayInShop(VendorRights.SeeOrders))
        {
            Navigation.NavigateTo(VendorPages.StartFor(shop.Rights), replace: true);
        }
    }

    private async Task FollowShopAsync()
    {
        var shop = Session.SeesOrders ? Session.Shop?.VendorId : null;
        if (shop != _shop)
        {
            _shop = shop;
            Open.Forget();
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            if (Session.SeesOrders)
            {
                await Open.LoadAsync(_gone.Token);
            }
        }
        catch (Exception unavailable) when (unavailable is ApiException or HttpRequestException or OperationCanceledException)
        {
            // The page shows why; the rail's count follows with the next message or look.
            await InvokeAsync(StateHasChanged);
        }
    }

    private void GoOn()
    {
        Session.ForgetLost();
        Navigation.NavigateTo(Session.Shop is { } shop ? VendorPages.StartFor(shop.Rights) : "/");
    }

    private void SessionChanged() => _ = InvokeAsync(async () =>
    {
        await FollowShopAsync();
        StateHasChanged();
    });

    private void Heard(string? topic) => _ = InvokeAsync(async () =>
    {
        if (topic is null || topic.StartsWith("vendor:", StringComparison.Ordinal))
        {
            await LoadAsync();
        }
    });

    private void Render() => _ = InvokeAsync(StateHasChanged);

    public void Dispose()
    {
        Session.Changed -= SessionChanged;
        Open.Changed -= Render;
        Live.Changed -= Heard;
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
