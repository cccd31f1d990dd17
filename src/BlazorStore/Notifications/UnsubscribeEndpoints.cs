using Marketplace.Contracts.Notifications;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Notifications;

internal static class UnsubscribeEndpoints
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder app) => app.MapPost("/unsubscribe", StopAsync).AllowAnonymous();

    private static async Task<IResult> StopAsync(MarketingClient marketing, [FromForm] string? key, CancellationToken ct)
    {
        await marketing.UnsubscribeAsync(key ?? "", ct);
        return Results.LocalRedirect("/unsubscribe?done=1");
    }
}
