using Marketplace.Contracts.Notifications;
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
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? done, CancellationToken ct) => desk.AskAsync(Paths.Notifications, Title, async (http, _) =>
        desk.Show<NotificationsPage>(new NotificationsPage.Choices((await new NotificationPreferencesClient(http).GetAsync(ct)).Choices, done == "saved")), ct);

    private static Task<IResult> Choose([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Notifications, Title, async (http, _) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        var preferences = new NotificationPreferencesClient(http);
        var open = (await preferences.GetAsync(ct)).Choices.Where(c => !c.IsFixed);
        await preferences.ChooseAsync(new([.. open.Select(c => new ChooseNotification(c.Topic, form[$"{c.Topic}.app"] == "on", form[$"{c.Topic}.mail"] == "on"))]), ct);
        return new SeeOther($"{Paths.Notifications}?done=saved");
    }, ct);
}
