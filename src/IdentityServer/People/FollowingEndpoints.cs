using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.People;

/// <summary>The page of the shops and people that somebody follows, and of those whom they block.</summary>
internal static class FollowingEndpoints
{
    private const string Title = "Following";
    private const int PageSize = 20;
    private const int LongestSearch = 100;

    public static void MapFollowing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Following, Show);
        routes.MapPost(Paths.LeaveShop, LeaveShop).RequireOurForm();
        routes.MapPost(Paths.FollowPerson, ([AsParameters] PeopleDesk desk, CancellationToken ct) => WithPersonAsync(desk, "followed", (following, person) => following.FollowPersonAsync(person, ct), ct)).RequireOurForm();
        routes.MapPost(Paths.LeavePerson, ([AsParameters] PeopleDesk desk, CancellationToken ct) => WithPersonAsync(desk, "left", (following, person) => following.LeavePersonAsync(person, ct), ct)).RequireOurForm();
        routes.MapPost(Paths.BlockPerson, ([AsParameters] PeopleDesk desk, CancellationToken ct) => WithPersonAsync(desk, "blocked", (following, person) => following.BlockAsync(person, ct), ct)).RequireOurForm();
        routes.MapPost(Paths.UnblockPerson, ([AsParameters] PeopleDesk desk, CancellationToken ct) => WithPersonAsync(desk, "unblocked", (following, person) => following.UnblockAsync(person, ct), ct)).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? q, string? done, CancellationToken ct) => desk.AskAsync(Paths.Following, Title, async (http, _) =>
    {
        var wanted = q?.Trim() is { Length: > 0 and <= LongestSearch } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        var following = new FollowingClient(http);
        var found = wanted is null ? null : await new PeopleClient(http).SearchAsync(wanted, size: PageSize, ct: ct);
        return desk.Show<FollowingPage>(new FollowingPage.Circle(await following.GetAsync(ct), await following.BlocksAsync(ct), wanted, found?.Items, found?.Total ?? 0, done, desk.Clock.GetUtcNow()));
    }, ct);

    private static Task<IResult> LeaveShop([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Following, Title, async (http, _) =>
        Guid.TryParse((await desk.Http.Request.ReadFormAsync(ct))["shop"], out var shop) ? await DoAsync(() => new FollowingClient(http).LeaveShopAsync(shop, ct), "left", null) : Back("gone", null), ct);

    private static Task<IResult> WithPersonAsync(PeopleDesk desk, string done, Func<FollowingClient, string, Task<Nothing>> act, CancellationToken ct) => desk.AskAsync(Paths.Following, Title, async (http, _) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        return form["person"].ToString() is { Length: > 0 and <= LongestSearch } person
            ? await DoAsync(() => act(new(http), person), done, form["q"])
            : Back("gone", form["q"]);
    }, ct);

    private static async Task<IResult> DoAsync(Func<Task<Nothing>> act, string done, string? q)
    {
        try
        {
            await act();
            return Back(done, q);
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return Back(refused.Code == "follow.too_many" ? "full" : "gone", q);
        }
    }

    private static SeeOther Back(string done, string? q) => new(QueryHelpers.AddQueryString(Paths.Following, new Dictionary<string, string?> { ["done"] = done, ["q"] = string.IsNullOrEmpty(q) ? null : q }));
}
