using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>What holds for every route, also for the next one somebody adds.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class ApiRulesTests(MarketplaceApp app)
{
    /// <summary>Reviewed: these answer anybody. A route that is not here needs a policy.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /api/v1/store", "GET /api/v1/home", "GET /api/v1/products", "GET /api/v1/products/trending", "GET /api/v1/products/{idOrSlug}", "GET /api/v1/products/{idOrSlug}/variants", "GET /api/v1/products/{id:guid}/related",
        "GET /api/v1/categories", "GET /api/v1/brands", "GET /api/v1/search/suggestions", "GET /api/v1/vendors", "GET /api/v1/vendors/{idOrSlug}", "GET /api/v1/vendors/{idOrSlug}/delivery",
        "POST /api/v1/live/tickets", // each topic is checked
        "GET /api/v1/cart", "DELETE /api/v1/cart", "POST /api/v1/cart/items", "PUT /api/v1/cart/items/{variantId:guid}", "DELETE /api/v1/cart/items/{variantId:guid}",
        "POST /api/v1/cart/items/{variantId:guid}/save-for-later", "POST /api/v1/cart/items/{variantId:guid}/move-to-cart", "POST /api/v1/cart/accept-prices", // by the cart's token
        "POST /api/v1/checkout/quote", "POST /api/v1/orders", // guests buy
        "GET /api/v1/orders/{number}", "POST /api/v1/orders/{number}/cancel", "POST /api/v1/orders/{number}/parts/{partId:guid}/cancel", "POST /api/v1/orders/{number}/pay",
        "POST /api/v1/orders/{number}/payment-return", "PUT /api/v1/orders/{number}/lines/{lineId:guid}/rating", "POST /api/v1/orders/{number}/reorder", // by the order's token
        "POST /api/v1/payments/webhooks/sandbox", // by its signature
        "POST /api/v1/marketing/unsubscribe", // by the key from a mail
        "GET /api/v1/legal/{kind}", // what everybody may read before they agree
        "POST /api/v1/guests/data/code", "POST /api/v1/guests/data/copy", "POST /api/v1/guests/data/erase", // by a code to the mailbox
        "POST /api/v1/restock-alerts", "POST /api/v1/restock-alerts/confirm", "POST /api/v1/restock-alerts/stop", // a guest's, confirmed by the key from a mail
        "GET /api/v1/brands/{slug}", "GET /api/v1/resellers/{slug}", "GET /api/v1/influencers/{slug}",
    ];

    private static readonly string[] AnonymousOutsideTheApi = ["/health", "/ws/", "/openapi/", "/docs", "/mail", "/sandbox/", "/media/", "/_content/", "/_framework/", "/css/", "/lib/", "/favicon"];

    [Fact]
    public void Every_route_names_who_may_call_it()
    {
        var routes = Routes();
        Assert.True(routes.Count > 40, $"{routes.Count} routes");

        var open = routes.Where(r => r.Endpoint.Metadata.GetMetadata<IAuthorizeData>() is null).ToList();
        Assert.Empty(open.Where(r => r.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && !r.Path.StartsWith("/{**path", StringComparison.Ordinal)).Select(r => r.Name));
        var inTheApi = open.Where(r => r.Path.StartsWith("/api", StringComparison.Ordinal)).Select(r => r.Name).Distinct().ToList();
        Assert.Contains("POST /api/v1/orders", inTheApi);
        Assert.Empty(inTheApi.Except(Anonymous));
        Assert.Empty(open.Where(r => !r.Path.StartsWith("/api", StringComparison.Ordinal) && !IsFile(r.Path) && !r.Path.StartsWith("/{*path", StringComparison.Ordinal) && !AnonymousOutsideTheApi.Any(a => r.Path.StartsWith(a, StringComparison.Ordinal))).Select(r => r.Name));
    }

    [Fact]
    public async Task Every_route_of_the_api_is_described_with_summary_tag_and_problems()
    {
        using var document = JsonDocument.Parse(await app.CreateClient().GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths");
        var described = paths.EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o => (Name: $"{o.Name.ToUpperInvariant()} {p.Name}", Operation: o.Value))).ToList();
        Assert.True(described.Count > 40, $"{described.Count} operations");

        var routes = Routes().Where(r => r.Path.StartsWith("/api", StringComparison.Ordinal)).Select(r => Bare(r.Name)).Distinct();
        Assert.Empty(routes.Except(described.Select(d => d.Name)));
        Assert.Empty(described.Where(d => !d.Operation.TryGetProperty("summary", out var s) || s.GetString() is not { Length: > 8 }).Select(d => d.Name));
        Assert.Empty(described.Where(d => !d.Operation.TryGetProperty("tags", out var t) || t.GetArrayLength() == 0 || t[0].GetString()!.StartsWith("Marketplace", StringComparison.Ordinal)).Select(d => d.Name));
        Assert.Empty(described.Where(d => d.Name.Contains("/api/", StringComparison.Ordinal) && !Has(d.Operation, "429", "503")).Select(d => d.Name));
        Assert.Empty(described.Where(d => (d.Name.Contains("/api/v1/me", StringComparison.Ordinal) || d.Name.Contains("/api/v1/admin", StringComparison.Ordinal)) && !Has(d.Operation, "401", "403")).Select(d => d.Name));
        var names = described.Where(d => d.Name.Contains("/api/", StringComparison.Ordinal)).Select(d => d.Operation.TryGetProperty("operationId", out var id) ? id.GetString() : $"{d.Name} has no name").ToList();
        Assert.All(names, name => Assert.Matches("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+$", name));
        Assert.Equal(names.Distinct(), names);
        Assert.Empty(described.Where(d => d.Name.Contains("/api/", StringComparison.Ordinal) && d.Operation.GetProperty("responses").TryGetProperty("200", out var done) && done.TryGetProperty("content", out var content)
            && content.TryGetProperty("application/json", out var json) && !json.TryGetProperty("example", out _)).Select(d => d.Name));
        Assert.Empty(described.Where(d => d.Operation.TryGetProperty("requestBody", out var body) && (!Has(d.Operation, "400") || !body.ToString().Contains("\"example\"", StringComparison.Ordinal)) && !body.ToString().Contains("multipart", StringComparison.Ordinal) && !body.ToString().Contains("video/", StringComparison.Ordinal)).Select(d => d.Name));
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/api/v1/products", HttpStatusCode.OK)]
    [InlineData("/api/v1/products/no-such-thing", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/me/notifications", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/docs", HttpStatusCode.OK)]
    [InlineData("/mail", HttpStatusCode.OK)]
    public async Task Every_answer_has_the_security_headers(string path, HttpStatusCode status)
    {
        var answer = await app.CreateClient().GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task A_problem_has_a_code_and_the_callers_correlation_id_and_no_insides()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me/notifications") { Headers = { { "X-Correlation-Id", "abc-123" } } };

        var answer = await app.CreateClient().SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        using var problem = JsonDocument.Parse(text);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("request.unauthenticated", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal("abc-123", problem.RootElement.GetProperty("correlationId").GetString());
        Assert.Equal("abc-123", answer.Headers.GetValues("X-Correlation-Id").Single());
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Makes_a_correlation_id_when_the_given_one_has_no_shape(string given)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", given);

        Assert.NotEqual(given, (await app.CreateClient().SendAsync(request)).Headers.GetValues("X-Correlation-Id").Single());
    }

    [Theory]
    [InlineData("/health", "UP")]
    [InlineData("/health/live", "UP")]
    [InlineData("/health/ready", "UP")]
    [InlineData("/health/startup", "UP")]
    public async Task Tells_how_it_is(string path, string status)
    {
        var health = await app.CreateClient().GetFromJsonAsync<JsonElement>(path);

        Assert.Equal(status, health.GetProperty("status").GetString());
        Assert.True(health.TryGetProperty("timestamp", out _));
    }

    [Fact]
    public async Task Is_degraded_but_ready_without_redis_and_rabbitmq_and_down_without_the_database()
    {
        using var alone = app.WithWebHostBuilder(web => web
            .UseSetting("Redis:ConnectionString", "127.0.0.1:1,connectTimeout=200,connectRetry=0").UseSetting("RabbitMq:Uri", "amqp://127.0.0.1:1/"));
        Assert.Equal("DEGRADED", (await alone.CreateClient().GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("status").GetString());

        using var nothing = app.WithWebHostBuilder(web => web.UseSetting("ConnectionStrings:Marketplace", "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x;Timeout=2"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await nothing.CreateClient().GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nothing.CreateClient().GetAsync("/health/live")).StatusCode);
        var answer = await nothing.CreateClient().GetAsync("/api/v1/orders/MK-0000-0000?token=x");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private List<(string Name, string Path, RouteEndpoint Endpoint)> Routes() =>
    [
        .. from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
           select ($"{method} {path}", path, endpoint),
    ];

    private static bool IsFile(string path) => Path.HasExtension(path) || path.Contains("{**", StringComparison.Ordinal);

    /// <summary>As OpenAPI writes a route: without constraints.</summary>
    private static string Bare(string route) => System.Text.RegularExpressions.Regex.Replace(route, @":[a-z()0-9]+\}", "}");

    private static bool Has(JsonElement operation, params string[] statuses) =>
        statuses.All(s => operation.GetProperty("responses").TryGetProperty(s, out _));
}
