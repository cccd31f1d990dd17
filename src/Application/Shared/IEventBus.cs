namespace Marketplace.Application.Shared;

/// <param name="Id">The same however often it is sent: receivers drop what they have seen.</param>
/// <param name="Name">The public name, <c>order.created</c>; the routing key.</param>
/// <param name="Payload">The event as JSON.</param>
public sealed record BusMessage(Guid Id, string Name, Guid StreamId, DateTimeOffset OccurredAt, string? CorrelationId, string Payload);

/// <summary>Takes events with a public name to other systems, at least once and in order within a stream.</summary>
public interface IEventBus
{
    /// <summary>Returns when the broker has it safely.</summary>
    /// <exception cref="TryLaterException">The broker is away.</exception>
    Task PublishAsync(BusMessage message, CancellationToken ct);
}
