using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;

namespace Marketplace.BlazorStore.Catalog;

internal static class LiveProductEndpoints
{
    // Not below /products, where what strangers get is kept for others.
    public static void MapLiveProducts(this IEndpointRouteBuilder app) => app.MapGet("/live/products/{product:guid}", TicketAsync);

    private static Task<IResult> TicketAsync(HttpContext http, MeClient me, Guid product, CancellationToken ct) =>
        http.GiveTicketAsync(me, new("inventory", [$"product:{product}"], null), ct);
}
