using Marketplace.BlazorStore.Carts;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Orders;

/// <summary>The forms of an order's page, and the ticket with which it hears of changes.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var order = app.MapGroup("/orders/{number}");
        order.MapPost("/cancellation", CancelAsync);
        order.MapPost("/pay", PayAsync);
        order.MapPost("/reorder", ReorderAsync);
        order.MapPost("/lines/{line:guid}/rating", RateAsync);
        order.MapGet("/live", TicketAsync);
        app.MapPost("/orders/look-up", Find);
        app.MapGet("/orders/live", ListTicketAsync);
    }

    private static async Task<IResult> CancelAsync(
        HttpContext http, OrdersClient orders, string number, [FromForm] Guid? part, [FromForm] string? reason, [FromForm] string? token, CancellationToken ct)
    {
        var key = OrderToken.Of(http, number, token);
        try
        {
            var request = new CancelOrderRequest(string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
            await (part is { } id ? orders.CancelPartAsync(number, id, request, key, ct) : orders.CancelAsync(number, request, key, ct));
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect(PageOf(number, token));
    }

    private static async Task<IResult> PayAsync(
        HttpContext http, OrdersClient orders, string number, [FromForm] string? method, [FromForm] string? token, CancellationToken ct)
    {
        try
        {
            var again = await orders.PayAgainAsync(number, method, OrderToken.Of(http, number, token), ct);
            return again.PaymentUrl is { } url ? Results.Redirect(url) : Results.LocalRedirect(PageOf(number, token));
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
            return Results.LocalRedirect(PageOf(number, token));
        }
    }

    private static async Task<IResult> RateAsync(
        HttpContext http, OrdersClient orders, string number, Guid line, [FromForm] int stars, [FromForm] string? token, CancellationToken ct)
    {
        try
        {
            await orders.RateLineAsync(number, line, Math.Clamp(stars, 1, 5), OrderToken.Of(http, number, token), ct);
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect(PageOf(number, token));
    }

    private static async Task<IResult> ReorderAsync(HttpContext http, OrdersClient orders, string number, [FromForm] string? token, CancellationToken ct)
    {
        try
        {
            var again = await orders.ReorderAsync(number, OrderToken.Of(http, number, token), ct);
            http.Remember(again.Cart);
            Notice.Leave(http, "done", OrderText.Of(again));
            return Results.LocalRedirect("/cart");
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
            return Results.LocalRedirect(PageOf(number, token));
        }
    }

    private static Task<IResult> TicketAsync(HttpContext http, MeClient me, string number, string? token, CancellationToken ct) =>
        http.GiveTicketAsync(me, new("orders", [$"order:{number}"], OrderToken.Of(http, number, token)), ct);

    /// <summary>For the list of orders: those that still move.</summary>
    private static Task<IResult> ListTicketAsync(HttpContext http, MeClient me, string[] of, CancellationToken ct) =>
        http.GiveTicketAsync(me, new("orders", [.. of.Take(Listening.MaxTopics).Select(number => $"order:{number}")], null), ct);

    private static IResult Find([FromForm] string? number, [FromForm] string? token) =>
        string.IsNullOrWhiteSpace(number) || string.IsNullOrWhiteSpace(token)
            ? Results.LocalRedirect("/orders/find?missing=1")
            : Results.LocalRedirect($"/orders/{Uri.EscapeDataString(number.Trim().ToUpperInvariant())}?token={Uri.EscapeDataString(token.Trim())}");

    private static string PageOf(string number, string? token) =>
        $"/orders/{Uri.EscapeDataString(number)}" + (string.IsNullOrWhiteSpace(token) ? "" : $"?token={Uri.EscapeDataString(token)}");
}
