namespace Marketplace.Contracts.Shared;

/// <summary>A reaction to an event that did not work yet, or not at all when it is parked.</summary>
/// <param name="Event">The event's public name, or its type for one that only the system itself hears.</param>
/// <param name="Consumer">What reacts to it.</param>
/// <param name="NextAttemptAt">Null when it is parked: it waits for a person.</param>
public sealed record FailedEvent(
    Guid Id, Guid MessageId, string Event, string Consumer, int Attempts, string Error, DateTimeOffset OccurredAt, DateTimeOffset FirstFailedAt,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? ParkedAt, string? CorrelationId);

public sealed class FailedEventsClient(HttpClient http)
{
    public Task<Page<FailedEvent>> ListAsync(bool? parked = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<FailedEvent>>("api/v1/admin/events/failed" + ApiHttp.Query(("parked", parked), ("page", page), ("size", size)), ct);

    public Task<Nothing> RetryAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/events/failed/{id}/retry", null, ct);
}
