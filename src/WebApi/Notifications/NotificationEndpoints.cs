using Marketplace.Application.Notifications;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Notifications;

internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/notifications").WithTags("Notifications").RequireAuthorization(Policies.SignedIn);
        mine.MapGet("", List).OpenToApps(ApiScopes.NotificationsRead).WithSummary("List what I was told, newest first");
        mine.MapPut("/read", ReadAll).OpenToApps(ApiScopes.NotificationsWrite).WithSummary("Mark all my notifications as read");
        mine.MapPut("/{id:guid}/read", Read).OpenToApps(ApiScopes.NotificationsWrite).WithSummary("Mark one of my notifications as read").ProducesProblem(StatusCodes.Status404NotFound);
        var choices = api.MapGroup("/me/notification-preferences").WithTags("Notifications").RequireAuthorization(Policies.SignedIn);
        choices.MapGet("", ShowChoices).WithSummary("Show how I hear of what, for each topic");
        choices.MapPut("", Choose).WithSummary("Choose how I hear of what");
    }

    private static async Task<Ok<Page<NotificationDto>>> List(
        CurrentUser user, [AsParameters] Paging paging, ListNotificationsHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.HandleAsync(user.Id, paging.SliceOr(20), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> ReadAll(CurrentUser user, MarkNotificationsReadHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user.Id, null, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Read(Guid id, CurrentUser user, MarkNotificationsReadHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user.Id, new(id), ct)).ToNoContent();

    private static async Task<Ok<NotificationPreferencesDto>> ShowChoices(CurrentUser user, ChooseNotificationsHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.ShowAsync(user.Id, ct));

    private static async Task<Results<Ok<NotificationPreferencesDto>, ProblemHttpResult>> Choose(CurrentUser user, ChooseNotificationsRequest request, ChooseNotificationsHandler handler, CancellationToken ct) =>
        (await handler.ChooseAsync(user.Id, request, ct)).ToOk();
}
