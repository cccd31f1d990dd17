using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Rider;

/// <summary>
/// What the rider has to do now. It is always what the API said last: read again after every step, when a live message comes and when
/// the connection is back, so that no screen rests on what this page believes.
/// </summary>
public sealed class RiderDay(RiderClient client)
{
    public event Action? Changed;

    public RiderHome? Home { get; private set; }

    /// <summary>Where the phone is, as it last said itself.</summary>
    public PositionDto? Position { get; private set; }

    public double? AccuracyMetres { get; private set; }

    /// <summary>Why the phone does not say where it is: <c>denied</c>, <c>unavailable</c>; null when it does or was not asked yet.</summary>
    public string? PositionProblem { get; private set; }

    /// <summary>What was done last, for the screen after it.</summary>
    public string? Done { get; set; }

    public async Task LoadAsync(CancellationToken ct) => Take(await client.HomeAsync(ct));

    public void Take(RiderHome home)
    {
        Home = home;
        Changed?.Invoke();
    }

    public void Locate(PositionDto? position, double? accuracyMetres, string? problem)
    {
        (Position, AccuracyMetres, PositionProblem) = (position ?? Position, accuracyMetres ?? AccuracyMetres, problem);
        Changed?.Invoke();
    }
}
