using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the dispatchers' pages, and those of the rider whom it concerns, that a shift changed.</summary>
[RunsLast, Repeatable]
public sealed class ForwardShiftsLive(LiveMessages live)
    : IReactTo<ShiftPlanned>, IReactTo<ShiftPublished>, IReactTo<ShiftPlacesChanged>, IReactTo<ShiftCancelled>, IReactTo<ShiftTaken>, IReactTo<ShiftAwaited>, IReactTo<ShiftLeft>,
        IReactTo<ShiftReminded>
{
    public Task HandleAsync(ShiftPlanned h, CancellationToken ct) => TellAsync("planned", h.ShiftId, null, ct);

    public Task HandleAsync(ShiftPublished h, CancellationToken ct) => TellAsync("published", h.ShiftId, null, ct);

    public Task HandleAsync(ShiftPlacesChanged h, CancellationToken ct) => TellAsync("places", h.ShiftId, null, ct);

    public Task HandleAsync(ShiftCancelled h, CancellationToken ct) => TellAsync("cancelled", h.ShiftId, null, ct);

    public Task HandleAsync(ShiftTaken h, CancellationToken ct) => TellAsync("taken", h.ShiftId, h.RiderId, ct);

    public Task HandleAsync(ShiftAwaited h, CancellationToken ct) => TellAsync("awaited", h.ShiftId, h.RiderId, ct);

    public Task HandleAsync(ShiftLeft h, CancellationToken ct) => TellAsync("left", h.ShiftId, h.RiderId, ct);

    public Task HandleAsync(ShiftReminded h, CancellationToken ct) => TellAsync(h.HasBegun ? "begun" : "soon", h.ShiftId, h.RiderId, ct);

    private async Task TellAsync(string step, ShiftId shift, RiderId? rider, CancellationToken ct)
    {
        (string, string)[] facts = [("shiftId", shift.Value.ToString()), ("step", step)];
        await live.TellAsync(LiveTopic.Dispatch, "shift", ct, facts);
        if (rider is { } one)
        {
            await live.TellAsync(LiveTopic.Rider(one), "shift", ct, facts);
        }
    }
}
