using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Every route of a shop for every role there, as <c>staff.txt</c> says, while it sells and while it is suspended.</summary>
[Collection(nameof(GuardedApp))]
public sealed class StaffMatrixTests(GuardedApp app, ITestOutputHelper output)
{
    private const char Suspended = 's';
    private static readonly VendorRole[] Roles = Enum.GetValues<VendorRole>();

    [Fact]
    public void Every_route_of_a_shop_names_the_right_that_it_needs()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var ofShops = routes.Where(e => e.Metadata.OfType<IAuthorizeData>().Any(a => a.Policy == Policies.Vendor)).ToList();

        Assert.True(ofShops.Count > 30, $"{ofShops.Count} routes");
        Assert.Empty(ofShops.Where(r => r.Metadata.OfType<VendorNeeds>().Count() != 1).Select(r => r.DisplayName));
        Assert.Empty(routes.Where(r => r.RoutePattern.RawText!.Trim('/').StartsWith("api/v1/vendor/", StringComparison.Ordinal)).Except(ofShops).Select(r => r.DisplayName));
    }

    [Fact]
    public void Every_route_of_a_shop_is_in_the_table() => Assert.Equal(
        AccessRow.ReadAll().Where(r => r.Path.StartsWith("/vendor/", StringComparison.Ordinal)).Select(r => $"{r.Method} {r.Path}").Distinct().Order(StringComparer.Ordinal),
        ReadTable().Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_portal_knows_roles_and_rights_by_the_names_that_the_API_gives_them()
    {
        Assert.Equal(Enum.GetValues<VendorRight>().Select(r => (r.ToString(), r.ToWire())).Order(), typeof(VendorRights).GetFields().Select(f => (f.Name, (string)f.GetRawConstantValue()!)).Order());
        Assert.Equal(Roles.Select(r => r.ToWire()), VendorRoles.All);
    }

    [Fact]
    public async Task Every_role_gets_what_the_table_says()
    {
        var (table, wrong, cells) = (ReadTable(), new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(table, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            Assert.Equal(2 * Roles.Length, row.Cells.Length);
            var access = AccessRow.ReadAll().First(r => r.Method == row.Method && r.Path == row.Path);
            foreach (var isSuspended in (bool[])[false, true])
            {
                var expected = row.Cells.AsMemory(isSuspended ? Roles.Length : 0, Roles.Length);
                var scene = await Scene.BuildAsync(app, access.Given, isSuspended);
                foreach (var role in Roles.OrderBy(role => expected.Span[(int)role] == Cells.Allowed)) // those who may not call first: the call then still works
                {
                    var found = await CallAsync(access, role, scene);
                    Interlocked.Increment(ref cells);
                    if (found != expected.Span[(int)role])
                    {
                        wrong.Enqueue($"{row.Method} {row.Path} as {role}{(isSuspended ? ", suspended" : "")}: {found}, not {expected.Span[(int)role]}");
                    }

                    if (row.Method != "GET" && found == Cells.Allowed)
                    {
                        scene = await Scene.BuildAsync(app, access.Given, isSuspended);
                    }
                }
            }
        });

        output.WriteLine($"{table.Count} rows, {cells} cells");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    private async Task<char> CallAsync(AccessRow row, VendorRole role, Scene scene)
    {
        using var request = AccessCalls.Request(app, row, Actor.Owner, scene, scene.Names);
        request.Headers.Authorization = new(BearerHandler.SchemeName, app.Token(scene.Team[role].Value.ToString()));
        using var answer = await app.Http.SendAsync(request);
        if (answer.IsSuccessStatusCode)
        {
            return Cells.Allowed;
        }

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, problem.RootElement.GetProperty("code").GetString()) switch
        {
            (403, "vendor.not_permitted") => Cells.Forbidden,
            (409, "vendor.suspended") => Suspended,
            ( >= 400 and < 500 and not 403, { Length: > 0 }) => Cells.Refused,
            _ => '?',
        };
    }

    private static IReadOnlyList<(string Method, string Path, string Cells)> ReadTable() =>
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Identity", "staff.txt"))
           where line.Length > 0 && line[0] != '#'
           let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select (words[0], words[1], string.Concat(words[2..])),
    ];
}
