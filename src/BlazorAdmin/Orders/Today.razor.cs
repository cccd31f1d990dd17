using System.Globalization;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>What needs hands now. The orders themselves are kept by <see cref="OpenOrders"/>.</summary>
public sealed partial class Today
{
    private readonly Dictionary<Guid, TimeSpan> _answerTimes = [];
    private VendorProfile? _profile;
    private VendorToday? _today;
    private RejectOrder _reject = null!;
    private HandOverOrder _handOver = null!;
    private Guid? _working;
    private bool _sound = true;

    [Inject] private OpenOrders Open { get; set; } = null!;
    [Inject] private VendorOrdersClient Client { get; set; } = null!;
    [Inject] private VendorProfileClient Profiles { get; set; } = null!;
    [Inject] private PortalSession Session { get; set; } = null!;
    [Inject] private SoundChoice Sound { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    private bool SeesFigures => Session.IsSelling && Session.MayInShop(VendorRights.SeeMoney);

    private string Summary => _today is null
        ? Words.LongDate(Words.DateOf(Now), Words.DateOf(Now))
        : $"{Words.LongDate(Words.DateOf(Now), Words.DateOf(Now))} · {Words.Count(_today.Orders, "order")}, {Words.Money(_today.Sales)}"
            + (_today.Late > 0 ? $" · {_today.Late} late" : "");

    protected override async Task OnInitializedAsync()
    {
        Open.Changed += Render;
        _sound = await Sound.IsOnAsync();
        await LoadAsync(async ct => _profile = await Profiles.GetAsync(ct));
        await RefreshAsync();
    }

    protected override Task OnLiveAsync(string? topic) => LoadAsync(async ct => _today = SeesFigures ? await Client.TodayAsync(ct) : null);

    private async Task RefreshAsync() => await LoadAsync(async ct =>
    {
        if (Session.SeesOrders)
        {
            await Open.LoadAsync(ct);
        }

        _today = SeesFigures ? await Client.TodayAsync(ct) : null;
    });

    /// <summary>The whole time for the answer, which the full ring stands for: what was left when the order was first seen.</summary>
    private TimeSpan AnswerTimeOf(VendorOrderItem order)
    {
        if (order.AnswerBy is not { } by)
        {
            return TimeSpan.Zero;
        }

        if (!_answerTimes.TryGetValue(order.Id, out var whole))
        {
            _answerTimes[order.Id] = whole = by - order.PlacedAt is { Ticks: > 0 } sincePlaced && sincePlaced < TimeSpan.FromMinutes(30) ? sincePlaced : by - Now;
        }

        return whole;
    }

    private async Task AcceptAsync(VendorOrderItem order)
    {
        _working = order.Id;
        var minutes = _profile?.PreparationMinutes ?? 15;
        if (await TryAsync(ct => Client.AcceptAsync(order.Id, minutes, ct)))
        {
            Toasts.Say($"{order.Number} accepted. Ready at {Words.Time(Now.AddMinutes(minutes))}.");
            await RefreshAsync();
        }

        _working = null;
    }

    private async Task ReadyAsync(VendorOrderItem order)
    {
        _working = order.Id;
        if (await TryAsync(ct => Client.ReadyAsync(order.Id, ct)))
        {
            Toasts.Say($"{order.Number} is ready.");
            await RefreshAsync();
        }

        _working = null;
    }

    private void Ask(VendorOrderItem order) => _reject.Open(order.Id, order.CustomerName, order.Number, isCancel: false);

    private void AskPin(VendorOrderItem order) => _handOver.Open(order.Id, order.CustomerName, order.Number);

    private async Task ToggleSoundAsync()
    {
        _sound = !_sound;
        await Sound.SetAsync(_sound);
    }

    private Task ToggleTakingAsync(ChangeEventArgs change) => SaveAsync(change.Value is true, _profile!.PreparationMinutes);

    private Task SetPackingAsync(ChangeEventArgs change) =>
        SaveAsync(_profile!.IsTakingOrders, int.Parse((string)change.Value!, CultureInfo.InvariantCulture));

    private async Task SaveAsync(bool isTaking, int minutes)
    {
        var before = _profile!;
        if (await TryAsync(async ct => _profile = await Profiles.SetTakingOrdersAsync(new(isTaking, minutes), ct)))
        {
            var said = isTaking != before.IsTakingOrders ? (isTaking ? "You are taking orders again." : "You are not taking orders now.") : $"Packing time is {PackingTimes.Text(minutes)} now.";
            Toasts.Say(said, () => SaveAsync(before.IsTakingOrders, before.PreparationMinutes));
        }
        else
        {
            // A new object, so that the switch is drawn again as it really stands.
            _profile = before with { };
        }

        StateHasChanged();
    }

    private void Render() => _ = InvokeAsync(StateHasChanged);

    protected override void Dispose(bool disposing)
    {
        Open.Changed -= Render;
        base.Dispose(disposing);
    }
}
