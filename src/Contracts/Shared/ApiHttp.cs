using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Marketplace.Contracts.Shared;

/// <summary>How the typed clients speak to the API: JSON in, JSON or problem details out.</summary>
public static class ApiHttp
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string CartToken = "X-Cart";
    public const string Vendor = "X-Vendor";

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    extension(HttpClient http)
    {
        internal Task<T> GetAsync<T>(string path, CancellationToken ct) => http.SendAsync<T>(HttpMethod.Get, path, null, ct);

        internal Task<T> PostAsync<T>(string path, object? body, CancellationToken ct, string? idempotencyKey = null) =>
            http.SendAsync<T>(HttpMethod.Post, path, body, ct, idempotencyKey);

        internal Task<T> PutAsync<T>(string path, object? body, CancellationToken ct) => http.SendAsync<T>(HttpMethod.Put, path, body, ct);

        /// <summary>Puts a whole document in the place of the one that was read, whose revision it was.</summary>
        internal Task<T> SaveAsync<T>(string path, int? revision, object body, CancellationToken ct) =>
            http.SendAsync<T>(HttpMethod.Put, path, body, ct, ifMatch: revision is { } known ? $"\"{known.ToString(CultureInfo.InvariantCulture)}\"" : "*");

        internal Task<T> DeleteAsync<T>(string path, CancellationToken ct) => http.SendAsync<T>(HttpMethod.Delete, path, null, ct);

        internal async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct, string? idempotencyKey = null, string? ifMatch = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: Json);
            }

            request.Headers.ExpectContinue = body is StreamContent ? true : null; // a file that is refused anyway need not come

            if (method != HttpMethod.Get && method != HttpMethod.Delete)
            {
                request.Headers.Add(IdempotencyKey, idempotencyKey ?? Guid.CreateVersion7().ToString("N"));
            }

            if (ifMatch is not null)
            {
                request.Headers.Add("If-Match", ifMatch);
            }

            using var response = await http.SendAsync(request, ct);
            await response.ThrowOnProblemAsync(ct);
            return typeof(T) == typeof(Nothing)
                ? (T)(object)default(Nothing)
                : await response.Content.ReadFromJsonAsync<T>(Json, ct) ?? throw new InvalidOperationException("Empty answer.");
        }
    }

    extension(HttpResponseMessage response)
    {
        internal async Task ThrowOnProblemAsync(CancellationToken ct)
        {
            if (response.IsSuccessStatusCode)
            {
                return;
            }

            var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            throw new ApiException(
                response.StatusCode,
                isProblem ? await response.Content.ReadFromJsonAsync<Problem>(Json, ct) : null,
                response.Headers.RetryAfter?.Delta);
        }
    }

    /// <summary>Builds a query string from the pairs whose value is set.</summary>
    internal static string Query(params ReadOnlySpan<(string Name, object? Value)> pairs)
    {
        var parts = new List<string>();
        foreach (var (name, value) in pairs)
        {
            if (value is string or not System.Collections.IEnumerable)
            {
                Add(name, value);
                continue;
            }

            foreach (var item in (System.Collections.IEnumerable)value)
            {
                Add(name, item);
            }
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string name, object? value)
        {
            var text = value switch
            {
                bool flag => flag ? "true" : null,
                DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
            if (!string.IsNullOrWhiteSpace(text))
            {
                parts.Add($"{name}={Uri.EscapeDataString(text)}");
            }
        }
    }
}

/// <summary>The answer of calls that have nothing to say but that they worked.</summary>
public readonly record struct Nothing;
