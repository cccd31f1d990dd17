using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Counts how often a request goes to the database, told apart from other requests by its trace.</summary>
public sealed class RoundTrips : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ActivityListener _listener;

    public RoundTrips()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _trace && !activity.OperationName.StartsWith("CONNECT", StringComparison.OrdinalIgnoreCase))
                {
                    _seen.Enqueue(activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? activity.DisplayName);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<string> Seen => _seen;

    public HttpRequestMessage Get(string path) => Counted(HttpMethod.Get, path);

    /// <summary>The request will be counted.</summary>
    public HttpRequestMessage Counted(HttpMethod method, string path) => new(method, path) { Headers = { { "traceparent", $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01" } } };

    public void Dispose() => _listener.Dispose();
}
