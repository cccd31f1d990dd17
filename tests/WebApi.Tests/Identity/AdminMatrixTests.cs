using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Every admin route for every admin role, as <c>admins.txt</c> says.</summary>
[Collection(nameof(GuardedApp))]
public sealed class AdminMatrixTests(GuardedApp app, ITestOutputHelper output)
{
    /// <summary>By the right that the route needs; or, where it depends on what is decided on, by the rule.</summary>
    private static readonly string[] Refusals = ["request.forbidden", PartnerErrors.NotYours.Code];

    [Fact]
    public void Every_admin_route_names_the_right_that_it_needs()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/admin", StringComparison.Ordinal)).ToList();

        Assert.True(routes.Count > 20, $"{routes.Count} routes");
        Assert.Empty(routes.Where(r => r.Metadata.OfType<NeededRight>().Count() != 1).Select(r => r.DisplayName));
        Assert.Empty(routes.Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(r => r.DisplayName));
    }

    [Fact]
    public void Every_admin_route_is_in_the_table() => Assert.Equal(
        AccessRow.ReadAll().Where(r => r.Path.StartsWith("/admin", StringComparison.Ordinal)).Select(r => $"{r.Method} {r.Path}").Distinct().Order(StringComparer.Ordinal),
        ReadTable().Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_portal_knows_the_rights_by_the_names_that_the_API_gives_them() => Assert.Equal(
        Enum.GetValues<AdminRight>().Select(right => (right.ToString(), right.ToWire())).Order(),
        typeof(Rights).GetFields().Select(f => (f.Name, (string)f.GetRawConstantValue()!)).Order());

    [Fact]
    public async Task Every_role_gets_what_the_table_says()
    {
        var (table, wrong, cells) = (ReadTable(), new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(table, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            var access = AccessRow.ReadAll().First(r => r.Method == row.Method && r.Path == row.Path);
            var scene = await Scene.BuildAsync(app, access.Given, isShopSuspended: false);
            foreach (var role in AdminRoles.All.OrderBy(role => row.Cells[(int)role] == Cells.Allowed)) // those who may not call first
            {
                var found = await CallAsync(access, role, scene);
                Interlocked.Increment(ref cells);
                if (found != row.Cells[(int)role])
                {
                    wrong.Enqueue($"{row.Method} {row.Path} as {role}: {found}, not {row.Cells[(int)role]}");
                }

                if (row.Method != "GET" && found == Cells.Allowed)
                {
                    scene = await Scene.BuildAsync(app, access.Given, isShopSuspended: false);
                }
            }
        });

        output.WriteLine($"{table.Count} rows, {cells} cells");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    private async Task<char> CallAsync(AccessRow row, AdminRole role, Scene scene)
    {
        var person = UserId.New();
        await app.KnowAsync(person, role.ToRoleName());
        using var request = AccessCalls.Request(app, row, Actor.Admin, scene, scene.Names);
        request.Headers.Authorization = new(BearerHandler.SchemeName, app.Token(person.Value.ToString(), role.ToRoleName()));
        using var answer = await app.Http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Forbidden)
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Contains(problem.RootElement.GetProperty("code").GetString(), Refusals);
            return Cells.Forbidden;
        }

        return answer.IsSuccessStatusCode ? Cells.Allowed : '?';
    }

    private static IReadOnlyList<(string Method, string Path, string Cells)> ReadTable() =>
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Identity", "admins.txt"))
           where line.Length > 0 && line[0] != '#'
           let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select (words[0], words[1], string.Concat(words[2..])),
    ];
}
