namespace Marketplace.Contracts.Shared;

/// <summary>A reaction to an event that did not work yet, or not at all when it is parked.</summary>
/// <param name="MessageId">Of the event in the outbox.</param>
/// <param name="Event">The event's public name, or its type for one that only the system itself hears.</param>
/// <param name="Consumer">What reacts to it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong the last time.</param>
/// <param name="OccurredAt">When the event happened.</param>
/// <param name="FirstFailedAt">When it went wrong first.</param>
/// <param name="NextAttemptAt">Null when it is parked: it waits for a person.</param>
/// <param name="ParkedAt">Since when it waits for a person; null while it is tried again by itself.</param>
/// <param name="CorrelationId">Of the request that raised it.</param>
public sealed record FailedEvent(
    Guid Id, Guid MessageId, string Event, string Consumer, int Attempts, string Error, DateTimeOffset OccurredAt, DateTimeOffset FirstFailedAt,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? ParkedAt, string? CorrelationId);

public sealed class FailedEventsClient(HttpClient http)
{
    public Task<Page<FailedEvent>> ListAsync(bool? parked = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<FailedEvent>>("api/v1/admin/events/failed" + ApiHttp.Query(("parked", parked), ("page", page), ("size", size)), ct);

    public Task<Nothing> RetryAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/events/failed/{id}/retry", null, ct);
}
