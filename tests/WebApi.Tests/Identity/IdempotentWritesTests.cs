using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Contracts.Shared;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Every write of the table, sent twice with one key, by who may make it.</summary>
[Collection(nameof(GuardedApp))]
public sealed class IdempotentWritesTests(GuardedApp app)
{
    /// <summary>
    /// Reviewed: a quote, a ticket and a look at an invitation change nothing; a webhook is idempotent by itself and signed; an answer
    /// that shows an API key or somebody's data is kept nowhere; who begins to act again begins anew; a video is named by its content.
    /// </summary>
    private static readonly string[] WithoutKey =
    [
        "POST /api/v1/admin/media/videos", "POST /api/v1/admin/users/{id}/act", "POST /api/v1/checkout/quote", "POST /api/v1/guests/data/code", "POST /api/v1/guests/data/copy", "POST /api/v1/live/tickets", "POST /api/v1/me/invitations/look-at", "POST /api/v1/payments/webhooks/sandbox", "POST /api/v1/vendor/api-keys",
        "POST /api/v1/vendor/api-keys/{id}/rotate", "POST /api/v1/vendor/media/videos",
    ];

    /// <summary>After it the caller is nobody there any more, and is refused before a key counts.</summary>
    private const string Leaving = "POST /api/v1/vendor/team/leave";

    [Fact]
    public async Task Every_write_takes_a_key()
    {
        using var description = JsonDocument.Parse(await app.Http.GetStringAsync("/openapi/v1.json"));
        var writes = (
            from path in description.RootElement.GetProperty("paths").EnumerateObject()
            where path.Name.StartsWith("/api/", StringComparison.Ordinal)
            from operation in path.Value.EnumerateObject()
            where operation.Name is "post" or "put" or "patch" or "delete"
            let takesKey = operation.Value.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(p => p.GetProperty("name").GetString() == ApiHttp.IdempotencyKey)
            select (Route: $"{operation.Name.ToUpperInvariant()} {path.Name}", takesKey)).ToList();

        Assert.True(writes.Count > 50, $"{writes.Count} writes");
        Assert.Equal(WithoutKey, writes.Where(w => !w.takesKey).Select(w => w.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_write_runs_once_for_a_key_and_refuses_it_for_anything_else()
    {
        var (wrong, tried) = (new ConcurrentQueue<string>(), 0);
        var rows = AccessRow.ReadAll().Where(r => r.Method != "GET" && r.Cells.Contains(Cells.Allowed) && !WithoutKey.Append(Leaving).Select(AccessRow.Bare).Contains(AccessRow.Bare(r.Route))).ToList();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            foreach (var complaint in await TryAsync(row))
            {
                wrong.Enqueue($"{row.Method} {row.Path}: {complaint}");
            }

            Interlocked.Increment(ref tried);
        });

        Assert.True(tried > 45, $"{tried} tried");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Order(StringComparer.Ordinal)));
    }

    private async Task<List<string>> TryAsync(AccessRow row)
    {
        var actor = Enum.GetValues<Actor>().First(a => row[a] == Cells.Allowed);
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        var (key, wrong) = (Guid.CreateVersion7().ToString(), new List<string>());
        await IsRefusedAsync("too long a key", new string('k', 256), "", HttpStatusCode.BadRequest, "idempotency.key_invalid");

        using var first = await SendAsync(key);
        using var again = await SendAsync(key);
        if (!first.IsSuccessStatusCode || first.Headers.Contains("Idempotency-Replayed"))
        {
            wrong.Add($"the first answer is {(int)first.StatusCode} {await first.Content.ReadAsStringAsync()}");
        }

        if (again.StatusCode != first.StatusCode || !again.Headers.Contains("Idempotency-Replayed") || await again.Content.ReadAsStringAsync() != await first.Content.ReadAsStringAsync()
            || $"{again.Headers.ETag}{again.Headers.Location}" != $"{first.Headers.ETag}{first.Headers.Location}")
        {
            wrong.Add($"the second answer is {(int)again.StatusCode} {await again.Content.ReadAsStringAsync()}");
        }

        await IsRefusedAsync("the key for another address", key, "other=1", HttpStatusCode.UnprocessableEntity, "idempotency.mismatch");
        return wrong;

        async Task<HttpResponseMessage> SendAsync(string sent, string query = "")
        {
            using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
            request.Headers.Remove(ApiHttp.IdempotencyKey);
            request.Headers.Add(ApiHttp.IdempotencyKey, sent);
            var address = request.RequestUri!.OriginalString;
            request.RequestUri = new(query.Length == 0 ? address : address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query, UriKind.Relative);
            return await app.Http.SendAsync(request);
        }

        async Task IsRefusedAsync(string what, string sent, string query, HttpStatusCode status, string code)
        {
            using var refused = await SendAsync(sent, query);
            if (refused.StatusCode != status || (await refused.Content.ReadFromJsonAsync<Problem>())?.Code != code)
            {
                wrong.Add($"{what} is answered {(int)refused.StatusCode} {await refused.Content.ReadAsStringAsync()}");
            }
        }
    }
}
