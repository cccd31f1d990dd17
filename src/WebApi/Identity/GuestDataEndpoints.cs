using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

internal static class GuestDataEndpoints
{
    public static void MapGuestData(this IEndpointRouteBuilder api)
    {
        var guests = api.MapGroup("/guests/data").WithTags("Guests").AllowAnonymous().WithMetadata(new SensitiveAttribute());
        guests.MapPost("/code", Ask).IgnoreIdempotencyKey().WithSummary("Have a code mailed to an address that somebody bought under without an account")
            .WithDescription("The answer is the same whether or not anybody did. Its ticket and the code of the mail open the other two routes for ten minutes.");
        guests.MapPost("/copy", Copy).IgnoreIdempotencyKey().Produces(StatusCodes.Status200OK, contentType: "application/zip").WithSummary("Download all that is stored of who bought under the address");
        guests.MapPost("/erase", Erase).WithSummary("Delete what need not be kept of who bought under the address; the orders stay without a name");
    }

    private static async Task<Ok<GuestCodeAsked>> Ask(AskGuestCodeRequest request, GuestDataHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.AskAsync(request, ct));

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Copy(GuestCodeRequest request, GuestDataHandler handler, CancellationToken ct)
    {
        var copy = await handler.CopyAsync(request, ct);
        return copy.IsSuccess ? TypedResults.File(copy.Value, "application/zip", "my-data.zip") : copy.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(GuestCodeRequest request, GuestDataHandler handler, CancellationToken ct) => (await handler.EraseAsync(request, ct)).ToNoContent();
}
