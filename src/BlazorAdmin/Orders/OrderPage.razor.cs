using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>A packing list first, money second.</summary>
public sealed partial class OrderPage
{
    private readonly HashSet<Guid> _packed = [];
    private VendorOrderDetails? _order;
    private RejectOrder _reject = null!;
    private HandOverOrder _handOver = null!;
    private int _minutes = 15;

    [Parameter] public Guid Id { get; set; }

    [Inject] private VendorOrdersClient Client { get; set; } = null!;
    [Inject] private VendorProfileClient Profiles { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    [Inject] private PortalSession Session { get; set; } = null!;

    private bool MayWork => Session.MayInShop(VendorRights.WorkOrders);

    private OrderColumn Column => OrderColumns.Of(_order!.Item.State);

    private string Left => (Column, _order!.Item.ReadyBy) switch
    {
        (OrderColumn.Packing, { } by) when by > Now => $", {Words.Duration(by - Now)} left",
        (OrderColumn.Packing, { } by) => $", {Words.Duration(Now - by)} late",
        _ => "",
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_order?.Item.Id != Id)
        {
            _order = null;
            _packed.Clear();
            await LoadOrderAsync();
            if (_order is not null && Column == OrderColumn.New && MayWork)
            {
                await AttemptAsync(async ct => _minutes = (await Profiles.GetAsync(ct)).PreparationMinutes);
            }
        }
    }

    protected override Task OnLiveAsync(string? topic) => LoadOrderAsync();

    private Task LoadOrderAsync() => LoadAsync(async ct => _order = await Client.GetAsync(Id, ct));

    private void Tick(Guid line)
    {
        if (!_packed.Remove(line))
        {
            _packed.Add(line);
        }
    }

    private async Task AcceptAsync()
    {
        if (await TryAsync(async ct => _order = await Client.AcceptAsync(Id, _minutes, ct)))
        {
            Toasts.Say($"Accepted. Ready at {Words.Time(Now.AddMinutes(_minutes))}.");
        }
    }

    private async Task ReadyAsync()
    {
        if (await TryAsync(async ct => _order = await Client.ReadyAsync(Id, ct)))
        {
            Toasts.Say($"{_order!.Item.Number} is ready.");
        }
    }
}
