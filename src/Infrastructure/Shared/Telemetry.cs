using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Marketplace.Infrastructure.Shared;

/// <summary>The system's own source and meter, by the name that exporters subscribe to.</summary>
public static class Telemetry
{
    public const string Name = "Marketplace";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Reactions = Meter.CreateCounter<long>("marketplace.outbox.handled", description: "Events handled, by consumer");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("marketplace.outbox.failed", description: "Failed tries, by consumer and whether the event was parked");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("marketplace.outbox.duration", "s", "How long a reaction takes");
    private static readonly Histogram<double> Ages = Meter.CreateHistogram<double>("marketplace.outbox.age", "s", "From an event to the end of a reaction to it");

    /// <summary>Goes on with the trace that raised the event.</summary>
    internal static Activity? Start(string happened, string consumer, string? traceId)
    {
        var parent = traceId is { Length: 32 }
            ? new ActivityContext(ActivityTraceId.CreateFromString(traceId), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true)
            : default;
        var activity = Source.StartActivity($"react {happened}", ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.consumer", consumer);
        return activity;
    }

    internal static void Handled(string consumer, TimeSpan took, TimeSpan age)
    {
        var tag = new KeyValuePair<string, object?>("consumer", consumer);
        Reactions.Add(1, tag);
        Durations.Record(took.TotalSeconds, tag);
        Ages.Record(age.TotalSeconds, tag);
    }

    internal static void Failed(string consumer, bool isParked) => Failures.Add(1, new("consumer", consumer), new("parked", isParked));
}
