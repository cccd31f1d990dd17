using Marketplace.Application.Carts;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Carts;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Orders;

/// <summary>Who reads an order: the signed-in user, or a guest with the order's token in <c>?token=</c>.</summary>
internal sealed record CurrentReader(OrderReader Reader)
{
    public static ValueTask<CurrentReader> BindAsync(HttpContext context)
    {
        var token = context.Request.Query["token"].ToString();
        return ValueTask.FromResult(new CurrentReader(new OrderReader(CurrentUser.From(context.User)?.Id, token is { Length: > 0 and <= 100 } ? token : null)));
    }
}

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api)
    {
        var checkout = api.MapGroup("").WithTags("Checkout").AllowAnonymous().OpenToApps(ApiScopes.OrdersWrite);
        checkout.MapPost("/checkout/quote", Quote).IgnoreIdempotencyKey().AlsoWhileActing().WithSummary("Work out what the cart costs, delivered or collected");
        checkout.MapPost("/orders", Place).RequireIdempotencyKey().WithMetadata(new SensitiveAttribute()).WithSummary("Place an order of what is in the cart");

        var orders = api.MapGroup("/orders/{number}").WithTags("Orders").AllowAnonymous().WithMetadata(new SensitiveAttribute()).OpenToApps(ApiScopes.OrdersWrite);
        orders.MapGet("", Get).OpenToApps(ApiScopes.OrdersRead).WithSummary("Show an order to who placed it");
        orders.MapPost("/cancel", Cancel).WithSummary("Cancel everything that no shop has begun");
        orders.MapPost("/parts/{partId:guid}/cancel", CancelPart).WithSummary("Cancel one shop's part");
        orders.MapPost("/pay", PayAgain).RequireIdempotencyKey().WithSummary("Open a page to pay on for an order that waits for payment");
        orders.MapPost("/payment-return", PaymentReturn).WithSummary("Settle the payment when the browser comes back from the gateway");
        orders.MapPost("/reorder", Reorder).WithSummary("Put what was ordered into the caller's cart again");
        orders.MapPut("/lines/{lineId:guid}/rating", Rate).WithSummary("Give stars to something that was delivered");

        api.MapGet("/me/orders", List).WithTags("Orders").RequireAuthorization(Policies.SignedIn).OpenToApps(ApiScopes.OrdersRead).WithSummary("List the orders of the signed-in user, newest first");
    }

    private static async Task<Results<Ok<QuoteDto>, ProblemHttpResult>> Quote(CurrentCart cart, QuoteRequest request, Quotes quotes, CancellationToken ct) =>
        (await quotes.HandleAsync(cart.Owner, request, ct)).ToOk();

    private static async Task<Results<Created<PlacedOrder>, ProblemHttpResult>> Place(CurrentCart cart, PlaceOrderRequest request, PlaceOrderHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(cart.Owner, request, ct)).ToCreated(placed => $"/api/v1/orders/{placed.Number}");

    private static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> Get(string number, CurrentReader reader, OrderViews views, CancellationToken ct) =>
        (await views.ShowAsync(number, reader.Reader, ct)).ToOk();

    private static async Task<Ok<Page<OrderSummary>>> List(CurrentUser user, [AsParameters] Paging paging, string? state, OrderViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(user.Id, state, paging.SliceOr(20), ct));

    private static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> Cancel(
        string number, CurrentReader reader, CancelOrderRequest request, OrderSteps handler, OrderViews views, CancellationToken ct) =>
        await handler.CancelByCustomerAsync(number, reader.Reader, null, request.Reason, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.ShowAsync(number, reader.Reader, ct)).ToOk();

    private static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> CancelPart(
        string number, Guid partId, CurrentReader reader, CancelOrderRequest request, OrderSteps handler, OrderViews views, CancellationToken ct) =>
        await handler.CancelByCustomerAsync(number, reader.Reader, VendorOrderId.From(partId), request.Reason, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.ShowAsync(number, reader.Reader, ct)).ToOk();

    private static async Task<Results<Ok<PlacedOrder>, ProblemHttpResult>> PayAgain(
        string number, string? method, CurrentReader reader, PayAgainHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(number, reader.Reader, method, ct)).ToOk();

    private static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> PaymentReturn(
        string number, CurrentReader reader, OrderViews views, PaymentSettlement payments, CancellationToken ct)
    {
        var before = await views.ShowAsync(number, reader.Reader, ct);
        if (!before.IsSuccess)
        {
            return before.ToOk();
        }

        await payments.SettleOrderAsync(OrderId.From(before.Value.Id), ct); // also when it was given up: what was paid all the same goes back
        return (await views.ShowAsync(number, reader.Reader, ct)).ToOk();
    }

    private static async Task<Results<Ok<ReorderResult>, ProblemHttpResult>> Reorder(
        string number, CurrentReader reader, CurrentCart cart, ReorderHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(number, reader.Reader, cart.Owner, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Rate(
        string number, Guid lineId, RateLineRequest request, CurrentReader reader, OrderSteps handler, CancellationToken ct) =>
        (await handler.RateAsync(number, reader.Reader, OrderLineId.From(lineId), request.Stars, ct)).ToNoContent();
}
