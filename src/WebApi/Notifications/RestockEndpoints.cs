using Marketplace.Application.Notifications;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Notifications;

internal static class RestockEndpoints
{
    public static void MapRestockAlerts(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/restock-alerts").WithTags("Notifications").RequireAuthorization(Policies.SignedIn);
        mine.MapGet("", List).WithSummary("List what I wait for, the newest first");
        mine.MapPut("/{variantId:guid}", Ask).WithSummary("Be told once when a variant that is sold out is back").ProducesProblem(StatusCodes.Status404NotFound);
        mine.MapDelete("/{variantId:guid}", Stop).WithSummary("Wait for a variant no longer").ProducesProblem(StatusCodes.Status404NotFound);

        var guests = api.MapGroup("/restock-alerts").WithTags("Notifications").AllowAnonymous().WithMetadata(new SensitiveAttribute());
        guests.MapPost("", AskAsGuest).WithSummary("Be told once by mail when a variant that is sold out is back")
            .WithDescription("The address is sent a link that confirms it. The answer is the same whether or not it waits already.").ProducesProblem(StatusCodes.Status404NotFound);
        guests.MapPost("/confirm", Confirm).WithSummary("Confirm an address with the key from its mail").ProducesProblem(StatusCodes.Status404NotFound);
        guests.MapPost("/stop", StopAsGuest).WithSummary("End an alert with the key from its mail").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<Page<RestockAlertDto>>> List(CurrentUser user, [AsParameters] Paging paging, MyRestockAlertsHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.ListAsync(user.Id, paging.SliceOr(20), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Ask(CurrentUser user, Guid variantId, MyRestockAlertsHandler handler, CancellationToken ct) =>
        (await handler.AskAsync(user.Id, new(variantId), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Stop(CurrentUser user, Guid variantId, MyRestockAlertsHandler handler, CancellationToken ct) =>
        (await handler.StopAsync(user.Id, new(variantId), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> AskAsGuest(AskForRestockRequest request, GuestRestockAlertsHandler handler, CancellationToken ct) =>
        (await handler.AskAsync(request, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Confirm(RestockKeyRequest request, GuestRestockAlertsHandler handler, CancellationToken ct) =>
        (await handler.ConfirmAsync(request.Key, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> StopAsGuest(RestockKeyRequest request, GuestRestockAlertsHandler handler, CancellationToken ct) =>
        (await handler.StopAsync(request.Key, ct)).ToNoContent();
}
