using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>What needs hands in the shop now, shared by the board, the rail's count and the bell that rings.</summary>
public sealed class OpenOrders(VendorOrdersClient client)
{
    private HashSet<Guid>? _known;

    public event Action? Changed;

    /// <summary>An order came in that was not there before.</summary>
    public event Action<VendorOrderItem>? Arrived;

    public IReadOnlyList<VendorOrderItem>? Items { get; private set; }

    public int Waiting => Items?.Count(o => OrderColumns.Of(o.State) == OrderColumn.New) ?? 0;

    public async Task LoadAsync(CancellationToken ct)
    {
        Items = await client.OpenAsync(ct);
        var arrived = _known is null ? [] : Items.Where(o => OrderColumns.Of(o.State) == OrderColumn.New && !_known.Contains(o.Id)).ToArray();
        _known = [.. Items.Select(o => o.Id)];
        Changed?.Invoke();
        foreach (var order in arrived)
        {
            Arrived?.Invoke(order);
        }
    }

    /// <summary>Another shop was chosen: its orders are not new, only unknown.</summary>
    public void Forget()
    {
        (Items, _known) = (null, null);
        Changed?.Invoke();
    }
}
