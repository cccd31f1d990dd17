using System.Net;
using System.Net.Http.Json;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What one person has seen is not overwritten by another who has not: ETag and If-Match, for all documents alike.</summary>
[Collection(nameof(GuardedApp))]
public sealed class RevisionTests(GuardedApp app)
{
    private const string Stale = "\"999999\"";

    [Fact]
    public void Whatever_answers_with_a_revised_document_after_a_change_checks_the_revision()
    {
        var changes = (
            from endpoint in Endpoints()
            where endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p.StatusCode == StatusCodes.Status200OK && p.Type?.IsAssignableTo(typeof(IRevised)) == true)
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            where method is "PUT" or "PATCH" or "DELETE"
            select (Route: RouteOf(method, endpoint), Checks: endpoint.Metadata.GetMetadata<RevisionMetadata>() is not null)).ToList();

        Assert.True(changes.Count >= 5, $"{changes.Count} changes");
        Assert.Empty(changes.Where(c => !c.Checks).Select(c => c.Route));
    }

    [Fact]
    public async Task Every_change_of_a_document_is_refused_when_it_was_not_seen_as_it_is()
    {
        var checking = (
            from endpoint in Endpoints()
            let metadata = endpoint.Metadata.GetMetadata<RevisionMetadata>()
            where metadata is not null
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select (Route: RouteOf(method, endpoint), metadata.IsRequired)).ToDictionary(r => r.Route, r => r.IsRequired);
        Assert.True(checking.Count >= 11, $"{checking.Count} routes");

        foreach (var row in AccessRow.ReadAll().Where(r => checking.ContainsKey(r.Route)))
        {
            var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
            var actor = Enum.GetValues<Actor>().First(a => row[a] == Cells.Allowed);
            foreach (var header in (string[])[Stale, "W/\"0\"", "\"x\"", $"{Stale}, \"x\""])
            {
                Assert.Equal((row.Path, header, HttpStatusCode.PreconditionFailed, "request.precondition_failed"), await SendAsync(row, actor, scene, header));
            }

            Assert.Equal((row.Path, "7", HttpStatusCode.BadRequest, "request.if_match_invalid"), await SendAsync(row, actor, scene, "7"));
            if (checking[row.Route])
            {
                Assert.Equal((row.Path, "", HttpStatusCode.PreconditionRequired, "request.if_match_missing"), await SendAsync(row, actor, scene, ""));
            }

            // Who may not see it learns nothing of its revision.
            foreach (var outsider in Enum.GetValues<Actor>().Where(a => row[a] == Cells.Missing))
            {
                Assert.Equal((row.Path, Stale, HttpStatusCode.NotFound), (await SendAsync(row, outsider, scene, Stale)) switch { var (path, header, status, _) => (path, header, status) });
            }

            var done = await SendAsync(row, actor, scene, "*");
            Assert.True((int)done.Status < 300, $"{row.Method} {row.Path}: {done}");
        }
    }

    [Theory]
    [InlineData("/vendor/products/{product}", Actor.Owner)]
    [InlineData("/vendor/profile", Actor.Owner)]
    [InlineData("/me/profile", Actor.Shopper)]
    [InlineData("/me/addresses/{address}", Actor.Shopper)]
    [InlineData("/admin/categories/{category}", Actor.Admin)]
    [InlineData("/admin/riders/{rider}", Actor.Admin)]
    [InlineData("/admin/settings", Actor.Admin)]
    public async Task What_was_read_can_be_changed_once(string path, Actor actor)
    {
        var (read, change) = (Row("GET", path), Row("PUT", path));
        var scene = await Scene.BuildAsync(app, change.Given, isShopSuspended: false);
        using var seen = await app.Http.SendAsync(AccessCalls.Request(app, read, actor, scene, scene.Names));
        var etag = seen.Headers.ETag!.ToString();
        Assert.Matches("^\"[0-9]+\"$", etag);

        using var changed = await RequestAsync(change, actor, scene, etag);
        using var again = await RequestAsync(change, actor, scene, etag);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (changed.StatusCode, again.StatusCode));
        Assert.NotEqual(etag, changed.Headers.ETag!.ToString());
        using var now = await app.Http.SendAsync(AccessCalls.Request(app, read, actor, scene, scene.Names));
        Assert.Equal(changed.Headers.ETag, now.Headers.ETag);
    }

    [Fact]
    public async Task One_of_two_who_saw_the_same_has_their_change()
    {
        var row = Row("PUT", "/vendor/products/{product}");
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        using var seen = await app.Http.SendAsync(AccessCalls.Request(app, Row("GET", row.Path), Actor.Owner, scene, scene.Names));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RequestAsync(row, Actor.Owner, scene, seen.Headers.ETag!.ToString())));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    private IEnumerable<RouteEndpoint> Endpoints() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal));

    private static string RouteOf(string method, RouteEndpoint endpoint) => AccessRow.Bare($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");

    private static AccessRow Row(string method, string path) => AccessRow.ReadAll().First(r => r.Method == method && r.Path == path);

    private async Task<(string Path, string IfMatch, HttpStatusCode Status, string? Code)> SendAsync(AccessRow row, Actor actor, Scene scene, string ifMatch)
    {
        using var answer = await RequestAsync(row, actor, scene, ifMatch);
        return (row.Path, ifMatch, answer.StatusCode, answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<Problem>())?.Code);
    }

    private async Task<HttpResponseMessage> RequestAsync(AccessRow row, Actor actor, Scene scene, string ifMatch)
    {
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        request.Headers.Remove("If-Match");
        if (ifMatch.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await app.Http.SendAsync(request);
    }
}
