namespace Marketplace.Application.Shared;

/// <summary>
/// Tells all nodes something that they may miss: that a screen is out of date, that a cached answer is stale. Whoever depends on
/// it also has another way to be right in the end (a refetch, an expiry).
/// </summary>
public interface ILiveFanOut
{
    /// <summary>Reaches the subscribers on this node before it returns, and those of other nodes soon. An unreachable node is not an error.</summary>
    Task PublishAsync(string channel, string message, CancellationToken ct);

    /// <param name="heard">Called on this node for each message, one at a time and in order for one sender.</param>
    /// <param name="missed">Called when messages of other nodes may have been lost: forget what depended on them.</param>
    /// <returns>Ends the subscription when disposed.</returns>
    IDisposable Subscribe(string channel, Action<string> heard, Action? missed = null);
}

/// <summary>Marks a reaction that runs after the others on the same event, because it tells people to look at what they did.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RunsLastAttribute : Attribute;

/// <summary>
/// Marks a reaction that may run twice without harm, and writes nothing to the database or only what says itself that it was done. It runs
/// without a transaction and an inbox row, which makes it cheap.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RepeatableAttribute : Attribute
{
    /// <summary>Waits for somebody else, so that its events are not delivered along with many others.</summary>
    public bool IsSlow { get; init; }
}
