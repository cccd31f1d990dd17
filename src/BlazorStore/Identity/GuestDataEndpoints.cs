using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Identity;

/// <summary>The file that the page about a guest's data gives; all else of it is the page's own.</summary>
internal static class GuestDataEndpoints
{
    public static void MapGuestData(this IEndpointRouteBuilder app) => app.MapPost("/orders/data/copy", CopyAsync);

    private static async Task<IResult> CopyAsync(GuestDataClient guests, [FromForm] string? ticket, [FromForm] string? code, CancellationToken ct)
    {
        try
        {
            return Results.File(await guests.CopyAsync(new(ticket ?? "", code ?? ""), ct), "application/zip", "my-data.zip");
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.TooManyRequests)
        {
            return Results.LocalRedirect("/orders/data?wrong=1");
        }
    }
}
