using System.Globalization;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>Who works when: planned by the week or the day, by rider, and by the hour.</summary>
public sealed partial class Shifts
{
    private ShiftPlan? _plan;
    private PlanShifts _planner = null!;
    private AskReason _callOff = null!;

    [SupplyParameterFromQuery] private DateOnly? From { get; set; }
    [SupplyParameterFromQuery] private string? View { get; set; }

    [Inject] private ShiftsClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    private bool IsDay => View == "day";
    private int Count => IsDay ? 1 : 7;
    private DateOnly First => From ?? Words.DateOf(Now);

    /// <summary>What is behind cannot be planned.</summary>
    private IReadOnlyList<DateOnly> Choosable => [.. Enumerable.Range(0, Count).Select(First.AddDays).Where(d => d >= Words.DateOf(Now))];

    private string Sentence => _plan is not { } plan ? ""
        : $"{Words.Count(plan.Shifts.Count, "shift")}, {plan.Shifts.Sum(s => s.Taken)} of {Words.Count(plan.Shifts.Sum(s => s.Places), "place")} taken";

    protected override Task OnParametersSetAsync() => LoadPlanAsync();

    protected override Task OnLiveAsync(string? topic) => LoadPlanAsync();

    private static IEnumerable<(DateOnly Day, IReadOnlyList<ShiftItem> Shifts)> ByDay(ShiftPlan plan) =>
        plan.Shifts.GroupBy(s => Words.DateOf(s.StartsAt)).OrderBy(g => g.Key).Select(g => (g.Key, (IReadOnlyList<ShiftItem>)[.. g]));

    private static IEnumerable<DateOnly> DaysOf(ShiftPlan plan) => Enumerable.Range(0, plan.Days).Select(plan.From.AddDays);

    private static IEnumerable<IGrouping<string, ShiftHour>> HoursOf(ShiftPlan plan) => plan.Hours.GroupBy(h => Words.Time(h.At)).OrderBy(g => g.Key, StringComparer.Ordinal);

    private static string Works(ShiftPlan plan, PlannedRider rider, DateOnly day) => string.Join(", ", plan.Shifts
        .Where(s => Words.DateOf(s.StartsAt) == day && s.Riders.Any(r => r.RiderId == rider.Id))
        .Select(s => Words.Times(s.StartsAt, s.EndsAt) + (s.Riders.First(r => r.RiderId == rider.Id).IsWaiting ? " (waits)" : ""))) is { Length: > 0 } times ? times : "–";

    private static string Would(PlannedRider rider, DateOnly day) => rider.Available is not { } times ? "said nothing"
        : times.Where(t => t.Day == ShiftWords.DayOf(day)).Select(ShiftWords.Times).ToArray() is { Length: > 0 } here ? $"would work {Words.List(here)}" : "would not work";

    private string At(DateOnly first) => Link(first, IsDay);

    private static string Link(DateOnly first, bool day) => $"/admin/shifts?from={first.ToString("O", CultureInfo.InvariantCulture)}{(day ? "&view=day" : "")}";

    private Task LoadPlanAsync() => LoadAsync(async ct => _plan = await Client.PlanAsync(First, Count, ct));

    private void AskWhy(ShiftItem shift) => _callOff.Open(shift.Id, $"{Words.Day(shift.StartsAt, Now)}, {Words.Times(shift.StartsAt, shift.EndsAt)}");

    private Task<ShiftItem> CallOffAsync(Guid shift, string reason, CancellationToken ct) => Client.CancelAsync(shift, reason, ct);

    private async Task CalledOffAsync(string shift)
    {
        Toasts.Say($"The shift {shift} is called off.");
        await LoadPlanAsync();
    }
}
