using System.Net;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>Why something did not work, in words for the person, and the field at fault when there is one.</summary>
public sealed record Refusal(string Message, string? Code = null, string? Field = null, HttpStatusCode? Status = null)
{
    private static readonly Dictionary<string, string[]> Nothing = [];

    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = Nothing;

    /// <summary>Somebody else changed it since the page was opened.</summary>
    public bool IsStale => Status == HttpStatusCode.PreconditionFailed;

    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>True when some field shows its own error, so that the banner only needs to point there.</summary>
    public bool HasFields => Errors.Count > 0 || Field is not null;

    public string? For(string member) =>
        Errors.FirstOrDefault(e => string.Equals(e.Key, member, StringComparison.OrdinalIgnoreCase)) is { Value: [var first, ..] } ? first
        : string.Equals(Field, member, StringComparison.OrdinalIgnoreCase) ? Message
        : null;

    public static Refusal From(ApiException refused) => new(
        refused.Status switch
        {
            HttpStatusCode.Unauthorized => "Your sign-in has ended. Load the page again to sign in.",
            HttpStatusCode.Forbidden => refused.Code is null || refused.Message == "Forbidden" ? "Your account does not have the right for this." : refused.Message,
            HttpStatusCode.TooManyRequests => $"That was too often. Try again in {Math.Max(1, (int)(refused.RetryAfter ?? TimeSpan.FromSeconds(10)).TotalSeconds)} seconds.",
            >= HttpStatusCode.InternalServerError => "The marketplace could not do this just now. Nothing was changed. Try again in a minute.",
            _ => refused.Message,
        },
        refused.Code, refused.Field, refused.Status)
    {
        Errors = refused.Errors,
    };

    public static Refusal Unreachable { get; } = new("The marketplace cannot be reached. What you see may be out of date. Try again in a minute.");
}
