using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Catalog;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Lists that are followed by cursor: nothing twice, nothing left out, nothing of others.</summary>
[Collection(nameof(GuardedApp))]
public sealed class CursorTests(GuardedApp app)
{
    [Fact]
    public async Task Every_list_is_followed_to_its_end_and_refuses_cursors_that_are_not_its_own()
    {
        using var description = JsonDocument.Parse(await app.Http.GetStringAsync("/openapi/v1.json"));
        var lists = description.RootElement.GetProperty("paths").EnumerateObject()
            .Where(p => p.Value.TryGetProperty("get", out var get) && get.TryGetProperty("parameters", out var list) && list.EnumerateArray().Any(q => q.GetProperty("name").GetString() == "cursor"))
            .Select(p => AccessRow.Bare($"GET {p.Name}")).ToHashSet();
        var foreign = ((await FirstAsync("GET /api/v1/admin/orders", "?size=1")).Page.Next
            ?? (await FirstAsync("GET /api/v1/admin/vendors", "?size=1")).Page.Next)!;
        Assert.NotNull(foreign);
        Assert.True(lists.Count >= 11, $"{lists.Count} lists");

        foreach (var list in lists)
        {
            var (ids, (page, link, get)) = (new List<string>(), await FirstAsync(list, "?size=7"));
            if (page.Total > 70)
            {
                (page, link) = await get($"?size={Math.Min(100, page.Total / 10)}"); // what other tests left is many pages of seven
            }

            for (var pages = 0; ; pages++)
            {
                Assert.True(pages <= page.Total / 7, $"{list} does not end");
                ids.AddRange(page.Items.Select(i => i.TryGetProperty("id", out var id) ? id.GetString()! : i.ToString()));
                Assert.Equal((list, page.Next is not null), (list, link is not null));
                if (page.Next is null)
                {
                    break;
                }

                Assert.Contains($"cursor={page.Next}", link, StringComparison.Ordinal);
                (page, link) = await get(link![(link!.IndexOf('?', StringComparison.Ordinal))..link!.IndexOf('>', StringComparison.Ordinal)]);
            }

            Assert.Equal((list, page.Total), (list, ids.Count));
            Assert.Equal(ids.Distinct(), ids);
            foreach (var cursor in (string[])["garbage", "AAAA", new('A', 38), new('A', 4000), "%F0%9F%92%A5", $"{foreign[..^2]}zz", .. list.EndsWith("/admin/orders", StringComparison.Ordinal) || list.EndsWith("/admin/vendors", StringComparison.Ordinal) ? [] : (string[])[foreign]])
            {
                var refused = await Assert.ThrowsAsync<ApiException>(() => get($"?cursor={cursor}"));
                Assert.Equal((list, cursor, HttpStatusCode.BadRequest, "request.cursor_invalid", "cursor"), (list, cursor, refused.Status, refused.Code, refused.Field));
            }
        }
    }

    [Fact]
    public async Task Shows_what_was_there_once_while_the_list_grows()
    {
        var (user, now) = (UserId.New(), TimeProvider.System.GetUtcNow());
        await app.SaveAsync([.. Enumerable.Range(0, 20).Select(i => Tell(user, $"{i}", now.AddSeconds(i / 3)))]); // three of each moment
        var client = new NotificationsClient(app.As(user));
        var (titles, page) = (new List<string>(), await client.FollowAsync(size: 3));
        for (var added = 0; ; added++)
        {
            titles.AddRange(page.Items.Select(n => n.Title));
            if (page.Next is not { } next)
            {
                break;
            }

            await app.SaveAsync(Tell(user, $"new {added}", now.AddMinutes(1 + added)));
            page = await client.FollowAsync(next, 3);
        }

        Assert.Equal(20, titles.Count);
        Assert.Equal(20, titles.Distinct().Count());
        Assert.DoesNotContain(titles, t => t.StartsWith("new", StringComparison.Ordinal));
        Assert.Equal(titles.Select(t => int.Parse(t, System.Globalization.CultureInfo.InvariantCulture) / 3), titles.Select(t => int.Parse(t, System.Globalization.CultureInfo.InvariantCulture) / 3).OrderDescending());
    }

    [Fact]
    public async Task Leaves_out_no_product_that_is_changed_meanwhile()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var products = new VendorProductsClient(app.As(shop.Owner));
        var made = new List<Guid>();
        foreach (var i in Enumerable.Range(0, 6))
        {
            made.Add((await products.CreateAsync(shop.Request($"Pot {i}"))).Id);
        }

        var (seen, page) = (new List<Guid>(), await products.FollowAsync(size: 2));
        seen.AddRange(page.Items.Select(p => p.Id));
        foreach (var id in made)
        {
            await products.PublishAsync(id); // each is the last changed one now
        }

        while (page.Next is { } next)
        {
            page = await products.FollowAsync(next, 2);
            seen.AddRange(page.Items.Select(p => p.Id));
        }

        Assert.Equal(made.Order(), seen.Order());
    }

    [Fact]
    public async Task A_cursor_is_a_place_and_no_permission()
    {
        var (mine, other) = (UserId.New(), UserId.New());
        var now = TimeProvider.System.GetUtcNow();
        await app.SaveAsync([.. Enumerable.Range(0, 4).Select(i => Tell(mine, "mine", now.AddSeconds(i))), .. Enumerable.Range(0, 4).Select(i => Tell(other, "theirs", now.AddSeconds(i)))]);
        var cursor = (await new NotificationsClient(app.As(other)).FollowAsync(size: 1)).Next;

        var page = await new NotificationsClient(app.As(mine)).FollowAsync(cursor, 10);

        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, n => Assert.Equal("mine", n.Title));
    }

    private static Notification Tell(UserId user, string title, DateTimeOffset at) => Notification.Tell(user, "order_status", title, "x", "/", at);

    /// <returns>The first page, its link to the next, and what gets more of the list.</returns>
    private async Task<(Page<JsonElement> Page, string? Link, Func<string, Task<(Page<JsonElement>, string?)>> Get)> FirstAsync(string list, string query)
    {
        var row = AccessRow.ReadAll().First(r => r.Route == list);
        var actor = Enum.GetValues<Actor>().First(a => row[a] is Cells.Allowed);
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        var (page, link) = await GetAsync(query);
        return (page, link, GetAsync);

        async Task<(Page<JsonElement>, string?)> GetAsync(string search)
        {
            using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
            request.RequestUri = new(request.RequestUri!.OriginalString + search, UriKind.Relative);
            using var answer = await app.Http.SendAsync(request);
            return answer.IsSuccessStatusCode
                ? ((await answer.Content.ReadFromJsonAsync<Page<JsonElement>>())!, answer.Headers.TryGetValues("Link", out var links) ? links.Single() : null)
                : throw new ApiException(answer.StatusCode, await answer.Content.ReadFromJsonAsync<Problem>());
        }
    }
}
