using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>The decision left, the map as evidence right, and the same in a table.</summary>
public sealed partial class Dispatch
{
    private DispatchBoard? _board;
    private RescueDelivery _rescue = null!;

    [SupplyParameterFromQuery] private string? Show { get; set; }

    [Inject] private DispatchClient Client { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    private int Waiting => _board?.Deliveries.Count(IsWaiting) ?? 0;

    private IReadOnlyList<DeliveryItem> Shown => _board is null ? [] : Show switch
    {
        "all" => _board.Deliveries,
        "late" => [.. _board.Deliveries.Where(d => d.IsLate)],
        _ => [.. Needs(_board)],
    };

    private string Sentence
    {
        get
        {
            if (_board is null)
            {
                return "";
            }

            var there = _board.Riders.Where(r => r.State != RiderStates.Offline).ToArray();
            return $"{Words.Count(there.Length, "rider")} out, {there.Count(r => r.State == RiderStates.Online)} free, {Words.Count(Waiting, "delivery waits", "deliveries wait")} for a rider";
        }
    }

    protected override Task OnInitializedAsync() => LoadBoardAsync();

    protected override Task OnLiveAsync(string? topic) => LoadBoardAsync();

    protected override Task OnAfterRenderAsync(bool firstRender) => _board is null ? Task.CompletedTask : Browser.DrawMapsAsync();

    private static bool IsWaiting(DeliveryItem delivery) => delivery.State is DeliveryStates.Searching or DeliveryStates.Offered;

    /// <summary>Without a rider first, then failed and late ones; the longest wait on top.</summary>
    private static IEnumerable<DeliveryItem> Needs(DispatchBoard board) => board.Deliveries
        .Where(d => d.State is DeliveryStates.Searching or DeliveryStates.Failed || d.IsLate)
        .OrderBy(d => d.State == DeliveryStates.Searching ? 0 : d.State == DeliveryStates.Failed ? 1 : 2)
        .ThenBy(d => d.CreatedAt);

    private Task LoadBoardAsync() => LoadAsync(async ct => _board = await Client.BoardAsync(ct));

    private string Carries(RiderItem rider)
    {
        var numbers = _board!.Deliveries.Where(d => d.RiderId == rider.Id).Select(d => d.OrderNumber).ToArray();
        return numbers.Length == 0 ? "nothing" : string.Join(", ", numbers);
    }

    private async Task AssignAsync((DeliveryItem Delivery, RiderItem Rider) choice)
    {
        if (await TryAsync(ct => Client.AssignAsync(choice.Delivery.Id, choice.Rider.Id, ct: ct)))
        {
            Toasts.Say($"{choice.Rider.Name} takes {choice.Delivery.OrderNumber}.");
            await LoadBoardAsync();
        }
    }
}
