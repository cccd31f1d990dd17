using System.Security.Cryptography;
using System.Text;
using Marketplace.Contracts.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Identity;

namespace Marketplace.WebApi.Shared;

/// <summary>Says how an endpoint treats <c>Idempotency-Key</c>; without it the key is honoured when it is sent.</summary>
internal sealed record IdempotencyMetadata(bool IsRequired, bool IsIgnored);

internal static class IdempotencyConventions
{
    extension<TBuilder>(TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Money moves here: a client that cannot repeat safely must not call at all.</summary>
        public TBuilder RequireIdempotencyKey() => endpoint.WithMetadata(new IdempotencyMetadata(IsRequired: true, IsIgnored: false));

        /// <summary>For calls that change nothing or are idempotent by themselves.</summary>
        public TBuilder IgnoreIdempotencyKey() => endpoint.WithMetadata(new IdempotencyMetadata(IsRequired: false, IsIgnored: true));
    }
}

/// <summary>
/// Runs a write once for a caller and key, and answers the same again. Refusals and failures that changed nothing are not kept, so
/// that they can be tried again with the same key.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyKeys keys, IProblemDetailsService problems)
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int MaxStoredBody = 1024 * 1024;
    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag", ApiHttp.CartToken];

    public async Task InvokeAsync(HttpContext http, IdempotencyScope scope)
    {
        var metadata = http.GetEndpoint()?.Metadata.GetMetadata<IdempotencyMetadata>();
        var header = http.Request.Headers[ApiHttp.IdempotencyKey];
        if (http.GetEndpoint() is null || IsSafe(http.Request.Method) || !http.Request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase)
            || metadata is { IsIgnored: true } || (header.Count == 0 && metadata is not { IsRequired: true }))
        {
            await next(http);
            return;
        }

        if (header.Count == 0)
        {
            await RefuseAsync(http, 400, "idempotency.key_missing", $"Send an {ApiHttp.IdempotencyKey} header: a fresh random value for each purchase, the same one when you repeat it.");
            return;
        }

        if (header is not [{ Length: > 0 and <= IdempotentRequest.KeyMaxLength } key] || key.Any(c => c is < '!' or > '~'))
        {
            await RefuseAsync(http, 400, "idempotency.key_invalid", $"{ApiHttp.IdempotencyKey} is one value of 1 to {IdempotentRequest.KeyMaxLength} visible ASCII characters.");
            return;
        }

        var ct = http.RequestAborted;
        var ticket = await keys.StartAsync(CallerOf(http), key, await HashAsync(http, ct), ct);
        switch (ticket.Answer)
        {
            case IdempotencyAnswer.Run:
                await RunAsync(http, scope, ticket.Id);
                break;
            case IdempotencyAnswer.Replay:
                await WriteAsync(http, ticket.Stored!, ct);
                break;
            case IdempotencyAnswer.Running:
                http.Response.Headers.RetryAfter = "1";
                await RefuseAsync(http, 409, "idempotency.running", "The first request with this key is still running.");
                break;
            case IdempotencyAnswer.Mismatch:
                await RefuseAsync(http, 422, "idempotency.mismatch", "This key was used for another request. Take a fresh one.");
                break;
            case IdempotencyAnswer.Interrupted:
                await RefuseAsync(http, 409, "idempotency.interrupted", "An earlier request with this key took effect, but its answer was lost. Look at the result instead of repeating it.");
                break;
            default:
                throw new InvalidOperationException($"No way to answer {ticket.Answer}.");
        }
    }

    private async Task RunAsync(HttpContext http, IdempotencyScope scope, Guid id)
    {
        scope.Id = id;
        var real = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        try
        {
            await next(http);
        }
        catch
        {
            await keys.WithdrawAsync(id, CancellationToken.None);
            throw;
        }
        finally
        {
            scope.Id = null;
            http.Response.Body = real;
        }

        var isKept = http.Response.StatusCode < 400 || (http.Response.StatusCode < 500 && !await keys.WithdrawAsync(id, CancellationToken.None));
        if (isKept && body.Length <= MaxStoredBody)
        {
            var headers = KeptHeaders.Where(http.Response.Headers.ContainsKey).ToDictionary(name => name, name => http.Response.Headers[name].ToString());
            await keys.FinishAsync(id, new(http.Response.StatusCode, headers, body.ToArray()), CancellationToken.None);
        }
        else if (http.Response.StatusCode >= 500)
        {
            await keys.WithdrawAsync(id, CancellationToken.None);
        }

        body.Position = 0;
        await body.CopyToAsync(real, http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, StoredAnswer stored, CancellationToken ct)
    {
        http.Response.StatusCode = stored.Status;
        foreach (var (name, value) in stored.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.Headers[ReplayedHeader] = "true";
        if (stored.Body.Length > 0)
        {
            await http.Response.Body.WriteAsync(stored.Body, ct);
        }
    }

    private async Task RefuseAsync(HttpContext http, int status, string code, string detail)
    {
        http.Response.StatusCode = status;
        await problems.WriteAsync(new() { HttpContext = http, ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } } });
    }

    /// <summary>A user, for each application of others by themselves; otherwise the holder of a guest's cart; otherwise a guest as the network shows them.</summary>
    private static string CallerOf(HttpContext http)
    {
        if (CurrentUser.From(http.User) is { } user)
        {
            var acting = CurrentUser.ActorOf(http.User) is { } actor ? "by" + Shortened(actor.Value.ToString()) : "";
            return "user:" + user.Id.Value.ToString("N") + acting + (RateLimits.AppOf(http.User) is { } app ? ":" + Shortened(app) : "");
        }

        var cart = http.Request.Headers[ApiHttp.CartToken].ToString();
        var guest = cart.Length > 0 ? "cart " + cart : $"{http.Connection.RemoteIpAddress} {http.Request.Headers.UserAgent}";
        return "guest:" + Shortened(guest);
    }

    private static string Shortened(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Method, address, shop and body: the same key for anything else is a mistake.</summary>
    private static async Task<byte[]> HashAsync(HttpContext http, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n{http.Request.Headers[ApiHttp.Vendor]}\n"));
        if (http.Request.HasFormContentType)
        {
            await AppendFormAsync(hash, http.Request, ct);
            return hash.GetHashAndReset();
        }

        http.Request.EnableBuffering();
        await AppendAsync(hash, http.Request.Body, ct);
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>By its fields: a client draws other lines between the same files each time.</summary>
    private static async Task AppendFormAsync(IncrementalHash hash, HttpRequest request, CancellationToken ct)
    {
        try
        {
            var form = await request.ReadFormAsync(ct);
            foreach (var (name, values) in form.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{name}={values}\n"));
            }

            foreach (var file in form.Files)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name} {file.FileName} {file.Length}\n"));
                await using var content = file.OpenReadStream();
                await AppendAsync(hash, content, ct);
            }
        }
        catch (InvalidDataException unreadable)
        {
            throw new BadHttpRequestException("The form could not be read.", unreadable);
        }
    }

    private static async Task AppendAsync(IncrementalHash hash, Stream body, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
