using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Maps;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Rider;

/// <summary>A part of the ride that does something. Whatever comes of it, what is shown next is read from the API again.</summary>
public abstract class RiderPart : PortalComponent
{
    private IReadOnlyList<MapPin>? _drawn;

    [Inject] protected RiderDay Day { get; set; } = null!;
    [Inject] protected RiderClient Rider { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    /// <summary>The pins of this screen's map, if it has one.</summary>
    protected virtual IReadOnlyList<MapPin> Pins => [];

    protected MapPin? Me => Day.Position is { } at ? new("me", PinKind.Rider, at, "You") : null;

    /// <summary>Does one step. Refused or not, the day is read again: somebody else may have moved it.</summary>
    protected async Task<bool> StepAsync(Func<CancellationToken, Task> step, string? done = null)
    {
        var worked = await TryAsync(step);
        if (worked)
        {
            Day.Done = done;
        }

        var refused = Refusal;
        if (Refusal != Refusal.Unreachable)
        {
            await LoadAsync(Day.LoadAsync);
        }

        Refusal = refused ?? Refusal;
        return worked;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var pins = Pins;
        if (pins.Count > 0 && (_drawn is null || !_drawn.SequenceEqual(pins)))
        {
            _drawn = pins;
            await Browser.DrawMapsAsync();
        }
    }

    /// <summary>Opens the phone's own map application.</summary>
    protected static string Directions(RiderStop stop) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"geo:{stop.Position.Latitude},{stop.Position.Longitude}?q={stop.Position.Latitude},{stop.Position.Longitude}({Uri.EscapeDataString(stop.Name)})");

    protected static string Call(string phone) => "tel:" + new string([.. phone.Where(c => char.IsDigit(c) || c == '+')]);

    protected static IReadOnlyList<MapLine> Line(params PositionDto?[] points) =>
        points.OfType<PositionDto>().ToArray() is { Length: > 1 } known ? [new(LineKind.Route, known)] : [];
}
