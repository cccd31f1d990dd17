using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.People;

/// <summary>The page on which people choose how they hear of what.</summary>
internal static class NotificationEndpoints
{
    private const string Title = "Notifications";

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Notifications, Show);
        routes.MapPost(Paths.Notifications, Choose).RequireOurForm();
        routes.MapPost(Paths.Marketing, ChooseMarketing).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? done, CancellationToken ct) => desk.AskAsync(Paths.Notifications, Title, async (http, _) =>
        await PageAsync(desk, http, done == "saved", null, ct), ct);

    private static Task<IResult> Choose([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Notifications, Title, async (http, _) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        var preferences = new NotificationPreferencesClient(http);
        var open = (await preferences.GetAsync(ct)).Choices.Where(c => !c.IsFixed);
        await preferences.ChooseAsync(new([.. open.Select(c => new ChooseNotification(c.Topic, form[$"{c.Topic}.app"] == "on", form[$"{c.Topic}.mail"] == "on"))]), ct);
        return new SeeOther($"{Paths.Notifications}?done=saved");
    }, ct);

    private static Task<IResult> ChooseMarketing([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Notifications, Title, async (http, _) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        try
        {
            await new MarketingClient(http).ChooseAsync(new(form["on"] == "on", form["textVersion"]), ct);
            return new SeeOther($"{Paths.Notifications}?done=saved");
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return await PageAsync(desk, http, false, refused.Message, ct);
        }
    }, ct);

    private static async Task<IResult> PageAsync(PeopleDesk desk, HttpClient http, bool isSaved, string? refusal, CancellationToken ct) => desk.Show<NotificationsPage>(
        new NotificationsPage.Choices(
            (await new NotificationPreferencesClient(http).GetAsync(ct)).Choices, await new MarketingClient(http).GetAsync(ct), isSaved, refusal, desk.Clock.GetUtcNow()), isRefused: refusal is not null);
}
