using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Marketplace.WebApi.Shared;

/// <summary>One answer as it goes over the wire, with what it depends on.</summary>
internal sealed class ReadyAnswer(byte[] body, IReadOnlyList<AnswerTag> tags, long startedAt, DateTimeOffset expiresAt)
{
    private static readonly StringValues Json = "application/json; charset=utf-8";
    private static readonly StringValues Revalidate = "public, no-cache";
    private static readonly StringValues NoSniff = "nosniff";

    private readonly StringValues _etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";

    public int Bytes => body.Length;

    /// <summary>Somebody asked for it since the last sweep.</summary>
    public bool IsUsed { get; set; } = true;

    public bool IsFreshAt(DateTimeOffset now)
    {
        if (now >= expiresAt)
        {
            return false;
        }

        foreach (var tag in tags)
        {
            if (tag.ForgottenAt > startedAt)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The whole answer, or 304 when the client has it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.ETag = _etag;
        headers.CacheControl = Revalidate;
        headers.XContentTypeOptions = NoSniff;
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } known && IsAmong(known))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = Json;
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private bool IsAmong(StringValues known) => known == _etag
        || (EntityTagHeaderValue.TryParseList(known!, out var tags) && tags.Any(t => t.Tag == "*" || t.Tag.Equals(_etag[0], StringComparison.Ordinal)));
}

/// <summary>When the answers that depend on one thing were last forgotten, on a clock that only counts.</summary>
internal sealed class AnswerTag
{
    private long _forgottenAt;

    public long ForgottenAt
    {
        get => Volatile.Read(ref _forgottenAt);
        set => Volatile.Write(ref _forgottenAt, value);
    }
}
