using System.Net;
using System.Text.Json;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What moves money, or changes who may do what, needs somebody who has just shown who they are; nothing else does.</summary>
[Collection(nameof(GuardedApp))]
public sealed class RecentSignInTests(GuardedApp app)
{
    [Fact]
    public async Task Each_such_route_refuses_a_sign_in_that_is_too_old_or_too_weak()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<NeedsRecentSignIn>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => AccessRow.Bare($"{m} /{e.RoutePattern.RawText!.Trim('/')}"))).ToHashSet();
        var rows = AccessRow.ReadAll().Where(r => routes.Contains(r.Route)).ToList();
        Assert.True(rows.Count >= 7, $"{rows.Count} routes");

        foreach (var row in rows)
        {
            Assert.Equal((HttpStatusCode.Forbidden, "signin.not_recent"), await CallAsync(row, TimeSpan.FromMinutes(16), "pwd otp mfa"));
            Assert.Equal((HttpStatusCode.Forbidden, "signin.no_second_step"), await CallAsync(row, TimeSpan.FromMinutes(1), "pwd"));
            Assert.InRange((int)(await CallAsync(row, TimeSpan.FromMinutes(14), "pop user mfa")).Status, 200, 299);
        }
    }

    [Fact]
    public async Task Looking_does_not_need_it()
    {
        foreach (var row in AccessRow.ReadAll().Where(r => r is { Method: "GET", Path: "/admin/orders" or "/admin/users" or "/admin/settings" }))
        {
            Assert.Equal(HttpStatusCode.OK, (await CallAsync(row, TimeSpan.FromDays(1), "pwd")).Status);
        }
    }

    private async Task<(HttpStatusCode Status, string? Code)> CallAsync(AccessRow row, TimeSpan signedInFor, string method)
    {
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        using var request = AccessCalls.Request(app, row, Actor.Admin, scene, scene.Names);
        request.Headers.Authorization = new(BearerHandler.SchemeName, app.Token(scene.PersonOf(Actor.Admin).Value.ToString(), "admin", signedInFor: signedInFor, method: method));
        using var answer = await app.Http.SendAsync(request);
        if (answer.IsSuccessStatusCode)
        {
            return (answer.StatusCode, null);
        }

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }
}
