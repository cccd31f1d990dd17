namespace Marketplace.Application.Shared;

/// <param name="Requests">Those of the window so far, the one that is being counted included.</param>
/// <param name="EndsIn">Until the next window begins.</param>
public readonly record struct RequestCount(long Requests, TimeSpan EndsIn);

/// <summary>
/// Counts requests in windows that begin with the first of them: over all nodes where they share something that can, otherwise on
/// this one. It always counts; an unreachable partner is not an error.
/// </summary>
public interface IRequestCounters
{
    /// <returns>A count for each key, in their order.</returns>
    ValueTask<IReadOnlyList<RequestCount>> CountAsync(IReadOnlyList<string> keys, TimeSpan window, CancellationToken ct);
}
