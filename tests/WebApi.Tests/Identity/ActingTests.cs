using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What somebody of support can do in a person's place, with a token that names both.</summary>
[Collection(nameof(GuardedApp))]
public sealed partial class ActingTests(GuardedApp app)
{
    /// <summary>All that acting changes. A new route is closed until it stands here.</summary>
    private static readonly string[] Open =
    [
        "DELETE /api/v1/cart", "POST /api/v1/cart/items", "PUT /api/v1/cart/items/{variantId:guid}", "DELETE /api/v1/cart/items/{variantId:guid}",
        "POST /api/v1/cart/items/{variantId:guid}/save-for-later", "POST /api/v1/cart/items/{variantId:guid}/move-to-cart", "POST /api/v1/cart/accept-prices", "POST /api/v1/checkout/quote",
        "POST /api/v1/vendor/products/{id:guid}/publish", "POST /api/v1/vendor/products/{id:guid}/unpublish", "PUT /api/v1/vendor/profile/taking-orders",
    ];

    private readonly UserId _support = UserId.New();

    [Fact]
    public async Task Every_change_is_refused_but_those_that_are_named()
    {
        var stall = await app.OpenStallAsync();
        using var acting = app.As(stall.Owner, actor: _support);
        List<string> open = [];
        var changes = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, Route: "/" + e.RoutePattern.RawText!.TrimStart('/'))))
            .Where(r => r.Method is not "GET" and not "HEAD").Distinct().ToList();
        Assert.True(changes.Count > 80, $"{changes.Count} routes");

        foreach (var (method, route) in changes)
        {
            using var request = new HttpRequestMessage(new(method), Parameter().Replace(route, Guid.CreateVersion7().ToString())) { Content = JsonContent.Create(new { }) };
            request.Headers.Add(ApiHttp.IdempotencyKey, Guid.CreateVersion7().ToString("N"));
            using var answer = await acting.SendAsync(request);
            if (await CodeAsync(answer) is not ("acting.not_allowed" or "request.forbidden"))
            {
                open.Add($"{method} {route.TrimEnd('/')}");
            }
        }

        Assert.Equal(Open.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/api/v1/orders")]
    [InlineData("POST", "/api/v1/orders/MK-1/pay")]
    [InlineData("POST", "/api/v1/orders/MK-1/cancel")]
    [InlineData("POST", "/api/v1/me/deletion")]
    [InlineData("GET", "/api/v1/me/data-copy/file")]
    [InlineData("GET", "/api/v1/me/profile")]
    [InlineData("POST", "/api/v1/vendor/api-keys")]
    [InlineData("POST", "/api/v1/vendor/team/invitations")]
    [InlineData("PUT", "/api/v1/vendor/profile")]
    [InlineData("POST", "/api/v1/live/tickets")]
    public async Task Money_keys_and_secrets_answer_with_a_code_of_their_own(string method, string path)
    {
        var stall = await app.OpenStallAsync();
        using var acting = app.As(stall.Owner, actor: _support);
        using var request = new HttpRequestMessage(new(method), path) { Content = method == "GET" ? null : JsonContent.Create(new { }) };

        using var answer = await acting.SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, "acting.not_allowed"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Fact]
    public async Task It_shows_what_the_person_sees_and_notes_each_change_with_both()
    {
        var stall = await app.OpenStallAsync();
        await app.KnowAsync(stall.Owner, "customer");
        using var acting = app.As(stall.Owner, actor: _support);

        Assert.Equal(stall.Owner.Value, (await new MeClient(acting).GetAsync()).Id);
        Assert.Equal(stall.Vendor.Id.Value, (await new VendorProfileClient(acting).GetAsync()).Id);
        await new CartClient(acting).AddAsync(new(stall.Variant.Value, 2));

        Assert.Equal(2, (await new CartClient(app.As(stall.Owner)).GetAsync()).ItemCount);
        var noted = Assert.Single((await AuditorAsync()).Items);
        Assert.Equal((_support.Value, stall.Owner.Value, "acting.changes"), (noted.ActorId, noted.ActingForId, noted.Action));
        Assert.Contains("/cart/items", noted.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_an_administrator_in_somebody_s_place()
    {
        var person = UserId.New();
        await app.KnowAsync(person, "admin"); // became one a moment ago
        using var acting = app.As(person, "admin", _support);

        Assert.Empty((await new MeClient(acting).GetAsync()).Rights);
        Assert.Equal(HttpStatusCode.Forbidden, (await acting.GetAsync("/api/v1/admin/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await acting.PostAsJsonAsync($"/api/v1/admin/users/{Guid.CreateVersion7()}/act", new { reason = "Why not" })).StatusCode);
    }

    [Theory]
    [InlineData("admin", "people.not_to_act_for")]
    [InlineData("dispatch", "people.not_to_act_for")]
    [InlineData("customer", null)]
    public async Task It_begins_for_no_administrator(string role, string? code)
    {
        var (super, person) = (UserId.New(), UserId.New());
        await app.KnowAsync(super, "admin");
        await app.KnowAsync(person, role);
        var client = new AdminUsersClient(app.As(super, "admin"));

        var refused = await Record.ExceptionAsync(() => client.ActAsync(person.Value, "Ticket 4711"));

        Assert.Equal(code, (refused as ApiException)?.Code);
        Assert.Equal("people.yourself", (await Assert.ThrowsAsync<ApiException>(() => client.ActAsync(super.Value, "Ticket 4711"))).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => client.ActAsync(person.Value, ""))).Status);
    }

    [Fact]
    public async Task A_token_whose_actor_is_nobody_is_no_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Authorization = new("Bearer", app.Token(UserId.New().Value.ToString(), actor: "somebody"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.SendAsync(request)).StatusCode);
    }

    private async Task<Page<AuditItem>> AuditorAsync()
    {
        var auditor = UserId.New();
        await app.KnowAsync(auditor, "admin");
        return await new AuditClient(app.As(auditor, "admin")).ListAsync(new(Who: _support.Value.ToString()));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())?["code"] : null;

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
