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

    /// <summary>As many as one ticket is good for.</summary>
    private const int MostHeard = 30;

    public static void MapFollowing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Following, Show);
        routes.MapGet(Paths.People, ShowPerson);
        routes.MapGet(Paths.PeopleLive, GiveTicket);
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

    private static Task<IResult> ShowPerson([AsParameters] PeopleDesk desk, string username, CancellationToken ct) => desk.AskAsync(Paths.OfPerson(username), Title, async (http, _) =>
    {
        try
        {
            return desk.Show<PersonPage>(new PersonPage.Shown(await new PeopleClient(http).GetAsync(username, ct), desk.Clock.GetUtcNow()));
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return Page.Result<NobodyPage>(desk.Http, status: StatusCodes.Status404NotFound);
        }
    }, ct);

    /// <summary>Where the page gets the tickets to hear who looks otherwise now, and of those who let it be seen, who comes and goes; null when it shows nobody.</summary>
    internal static string? LiveFor(IEnumerable<(string Username, PresenceDto? Presence)> shown)
    {
        var all = shown.DistinctBy(p => p.Username, StringComparer.OrdinalIgnoreCase).ToList();
        var heard = all.Where(p => p.Presence is not null).Select(p => ("person", p.Username)).Concat(all.Select(p => ("profile", p.Username))).Take(MostHeard).ToList();
        return heard.Count > 0 ? QueryHelpers.AddQueryString(Paths.PeopleLive, heard.Select(h => KeyValuePair.Create(h.Item1, (string?)h.Username))) : null;
    }

    private static async Task<IResult> GiveTicket([AsParameters] PeopleDesk desk, string[] person, string[] profile, CancellationToken ct)
    {
        if (await desk.Browser.CurrentAsync(ct) is null)
        {
            return Results.Unauthorized();
        }

        return await desk.AskAsync(Paths.Following, Title, async (http, _) =>
        {
            try
            {
                return Results.Ok(await new MeClient(http).LiveTicketAsync(new("notifications", [.. person.Select(p => $"person:{p}").Concat(profile.Select(p => $"profile:{p}")).Take(MostHeard)], null), ct));
            }
            catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
            {
                return Results.NotFound(); // somebody does not show it any more: the page asks from time to time instead
            }
        }, ct);
    }

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
