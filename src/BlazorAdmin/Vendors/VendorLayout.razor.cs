using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>Pages of a shop: keeps its open orders at hand, so that the count and the bell work on every page.</summary>
public sealed partial class VendorLayout
{
    private readonly CancellationTokenSource _gone = new();
    private Guid? _shop;

    private IReadOnlyList<NavItem> Items =>
    [
        new("/vendor", "Today", "bell-ring", true, Open.Waiting),
        new("/vendor/orders", "Orders", "clipboard-list", true, Others: "/vendor/orders"),
        new("/vendor/products", "Products", "package", true, Others: ["/vendor/products", "/vendor/stock"]),
        new("/vendor/figures", "Figures", "chart-column", true),
        new("/vendor/import", "Import and export", "upload", false),
        new("/vendor/profile", "Shop settings", "settings", false),
    ];

    protected override async Task OnInitializedAsync()
    {
        Session.Changed += SessionChanged;
        Open.Changed += Render;
        Live.Changed += Heard;
        await FollowShopAsync();
    }

    private async Task FollowShopAsync()
    {
        if (Session.Shop?.VendorId is { } shop && shop != _shop)
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
            if (Session.IsSelling)
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
