namespace Marketplace.Application.Shared;

/// <summary>The outbox message that the running reaction was given; scoped. Its id is what makes an outside effect idempotent.</summary>
public sealed class RelayedMessage
{
    public Guid Id { get; set; }
    public Guid StreamId { get; set; }

    /// <summary>The public name, <c>order.created</c>; empty for events that only the system itself hears.</summary>
    public string Name { get; set; } = "";
    public DateTimeOffset OccurredAt { get; set; }
    public string? CorrelationId { get; set; }
}

/// <summary>
/// A reaction throws it when a partner (mail server, broker) is away: the message is tried again for as long as it takes
/// and is never parked, because nothing is wrong with the message.
/// </summary>
public sealed class TryLaterException : Exception
{
    public TryLaterException() { }
    public TryLaterException(string message) : base(message) { }
    public TryLaterException(string message, Exception inner) : base(message, inner) { }
}
