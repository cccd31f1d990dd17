using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.People;

/// <summary>The page of what the shops and people did whom somebody follows, and the choice what others hear.</summary>
internal static class ActivityEndpoints
{
    private const string Title = "Activity";
    private const int LongestCursor = 100;

    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Activity, Show);
        routes.MapPost(Paths.Sharing, Share).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? cursor, CancellationToken ct) => desk.AskAsync(Paths.Activity, Title, async (http, _) =>
    {
        try
        {
            var feed = await new SharingClient(http).FeedAsync(cursor is { Length: <= LongestCursor } ? cursor : null, ct: ct);
            return desk.Show<ActivityPage>(new ActivityPage.Happened(feed, cursor is not null, desk.Clock.GetUtcNow()));
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return new SeeOther(Paths.Activity); // no cursor of this list
        }
    }, ct);

    private static Task<IResult> Share([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Privacy, "Privacy", async (http, _) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        await new SharingClient(http).ShareAsync(new(form["presence"] == "on", form["activity"] == "on"), ct);
        return new SeeOther($"{Paths.Privacy}?done=shared");
    }, ct);
}
