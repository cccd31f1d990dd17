using System.Net;

namespace Marketplace.Contracts.Shared;

/// <summary>The API refused; carries the problem details it answered with.</summary>
public sealed class ApiException(HttpStatusCode status, Problem? problem, TimeSpan? retryAfter = null)
    : Exception(problem?.Detail ?? problem?.Errors?.Values.FirstOrDefault()?.FirstOrDefault() ?? problem?.Title ?? $"The API answered {(int)status}.")
{
    public HttpStatusCode Status { get; } = status;
    public string? Code { get; } = problem?.Code;

    /// <summary>What was to be changed has been changed by somebody else since it was read.</summary>
    public bool IsStale => Status == HttpStatusCode.PreconditionFailed;

    /// <summary>The request member at fault, when one is.</summary>
    public string? Field { get; } = problem?.Field;
    public IReadOnlyDictionary<string, string[]> Errors { get; } = problem?.Errors ?? [];
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
