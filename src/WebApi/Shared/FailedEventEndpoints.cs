using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

internal static class FailedEventEndpoints
{
    private static readonly Error NotFound = new(ErrorKind.NotFound, "event.not_failed", "There is no such failed event. It may have worked meanwhile.");

    public static void MapFailedEvents(this IEndpointRouteBuilder api)
    {
        var failed = api.MapGroup("/admin/events/failed").WithTags("Events");
        failed.MapGet("", List).RequireRight(AdminRight.SeeSystem).WithSummary("List the reactions to events that failed")
            .WithDescription("With `parked=true` only those that were given up, with `parked=false` only those that will be tried again.");
        failed.MapPost("/{id:guid}/retry", Retry).RequireRight(AdminRight.RepairSystem).WithSummary("Give a failed reaction a fresh start")
            .WithDescription("The other reactions to the same event do not run again.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<Page<FailedEvent>>> List(bool? parked, [AsParameters] Paging paging, FailedEvents failed, CancellationToken ct) =>
        TypedResults.Ok(await failed.ListAsync(parked, paging.SliceOr(25), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Retry(Guid id, FailedEvents failed, CancellationToken ct) =>
        await failed.RetryAsync(id, ct) ? TypedResults.NoContent() : NotFound.ToProblem();
}
