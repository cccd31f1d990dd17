using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorShared.Maps;

public enum PinKind
{
    Shop,
    Home,
    Rider,
    IdleRider,
}

/// <summary>Something to see on a map. Its label is also in the list that stands beside every map.</summary>
/// <param name="Id">The same from one rendering to the next, so that a pin moves instead of jumping.</param>
/// <param name="Hue">The shop's colour, for shops.</param>
/// <param name="Heading">Where it moves to, in degrees clockwise from north; null while that is not known.</param>
public sealed record MapPin(string Id, PinKind Kind, PositionDto Position, string Label, int? Hue = null, string? Href = null, double? Heading = null);

public enum LineKind
{
    Route,
    Done,
    Idle,
}

public sealed record MapLine(LineKind Kind, IReadOnlyList<PositionDto> Points);

/// <summary>The ids of the form fields that a click on the map fills.</summary>
public sealed record MapPicker(string LatitudeInput, string LongitudeInput);
