using System.Net;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using OrderStates = Marketplace.Contracts.Orders.OrderStates;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>
/// Two who want the same order, in both orders of arrival. A gate holds the row that both need until both stand behind it, so each
/// has read what it read before the other wrote.
/// </summary>
public sealed class OrderRaceTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payment_and_expiry_leave_a_paid_order_or_the_money_back(bool paymentFirst)
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 4)), PaymentMethods.Upi);
        var id = OrderId.From(placed.OrderId);
        await app.DecideAsync(placed, "pay");
        await using (var gate = await OrderGateAsync(placed))
        {
            await gate.ChangeAsync($"update orders.orders set pay_by = now() - interval '1 second' where id = '{placed.OrderId}'");
            Func<Task> settle = () => UseAsync<PaymentSettlement>(s => s.SettleOrderAsync(id, CancellationToken.None));
            Func<Task> expire = () => UseAsync<OrderSteps>(s => s.ExpireUnpaidAsync(id, CancellationToken.None));
            await gate.LineUpAsync(paymentFirst ? [settle, expire] : [expire, settle]);
        }

        var order = await Eventually.GetAsync(
            () => Orders.GetAsync(placed.Number, placed.AccessToken), o => paymentFirst || o.Payment.Refunds is [{ State: "COMPLETED" }]);
        Assert.Equal(paymentFirst ? (OrderStates.Confirmed, "COMPLETED") : (OrderStates.Cancelled, "EXPIRED"), (order.State, order.Payment.State));
        Assert.Equal(paymentFirst ? [] : [order.Total], order.Payment.Refunds.Select(r => r.Amount));
        Assert.Equal(paymentFirst ? (6, 0) : (10, 0), await app.StockOfAsync(stall));
        Assert.Equal(paymentFirst ? 1 : 0, (await app.RaisedAsync<PaymentCompleted>()).Count(e => e.OrderNumber == placed.Number));
        await app.AuditAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shopper_and_shop_cannot_both_have_their_way(bool shopperFirst)
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 3)), PaymentMethods.Cash);
        var part = (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0];
        var shop = new VendorOrdersClient(app.SignedInAs(stall.Owner));
        string? cancelled = null, accepted = null;
        await using (var gate = await OrderGateAsync(placed))
        {
            Func<Task> cancel = async () => cancelled = await CodeAsync(() => Orders.CancelAsync(placed.Number, new(null), placed.AccessToken));
            Func<Task> accept = async () => accepted = await CodeAsync(() => shop.AcceptAsync(part.Id, 10));
            await gate.LineUpAsync(shopperFirst ? [cancel, accept] : [accept, cancel]);
        }

        var order = await Orders.GetAsync(placed.Number, placed.AccessToken);
        Assert.Equal(shopperFirst ? (null, "409 order.not_possible") : ("409 order.too_late_to_cancel", null), (cancelled, accepted));
        Assert.Equal(shopperFirst ? OrderStates.Cancelled : OrderStates.Preparing, order.State);
        Assert.Equal(shopperFirst ? ["CONFIRMED", "CANCELLED"] : ["CONFIRMED", "PREPARING"], order.Parts[0].History.Select(h => h.State).Where(s => s != "PENDING"));
        Assert.Equal(shopperFirst ? (10, 0) : (7, 0), await app.StockOfAsync(stall));
        await app.AuditAsync();
    }

    [Theory, Trait("Category", "Storm")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_cart_makes_one_order_however_often_the_button_is_pressed(bool sameKey)
    {
        var pressed = Repeats.Of(named: 20, usual: 8);
        var stall = await app.OpenStallAsync();
        var shopper = await app.GuestWithAsync((stall, 1));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(null, choices));
        var request = new PlaceOrderRequest(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint);
        var key = Guid.CreateVersion7().ToString();
        Task<(PlacedOrder? Placed, string? Code)>[] clicks;
        await using (var gate = await RowGate.CloseAsync(app.ConnectionString, "inventory.stock_items", "variant_id", stall.Variant.Value))
        {
            clicks = [.. Enumerable.Range(0, pressed).Select(async i =>
            {
                PlacedOrder? placed = null;
                var code = await CodeAsync(async () => placed = await new CheckoutClient(shopper).PlaceOrderAsync(request, sameKey ? key : $"{key}-{i}"));
                return (placed, code);
            })];
            await gate.WaitForAsync(sameKey ? 1 : pressed); // with one key, one runs and the others wait for its answer
            await gate.OpenAsync();
        }

        var answers = await Task.WhenAll(clicks);
        var numbers = answers.Where(a => a.Placed is not null).Select(a => a.Placed!.Number).ToArray();
        Assert.Single(numbers.Distinct());
        Assert.True(sameKey || numbers.Length == 1);
        Assert.All(answers.Where(a => a.Placed is null), a => Assert.Equal(sameKey ? "409 idempotency.running" : "409 request.stale", a.Code));
        PlacedOrder? again = null;
        var late = await CodeAsync(async () => again = await new CheckoutClient(shopper).PlaceOrderAsync(request, sameKey ? key : $"{key}-late"));
        Assert.Equal(sameKey ? (null, numbers[0]) : ("409 checkout.nothing_to_buy", null), (late, again?.Number));
        Assert.Equal((9, 0), await app.StockOfAsync(stall));
        Assert.Equal(0, (await new CartClient(shopper).GetAsync()).ItemCount);
        Assert.Single(await new VendorOrdersClient(app.SignedInAs(stall.Owner)).OpenAsync());
        await app.AuditAsync();
    }

    [Fact]
    public async Task A_price_that_changes_in_the_middle_of_checkout_is_not_charged_unseen()
    {
        var stall = await app.OpenStallAsync(price: 100);
        var shopper = await app.GuestWithAsync((stall, 2));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(null, choices));
        var request = new PlaceOrderRequest(Street.Aditi, null, choices, PaymentMethods.Upi, null, quote.Fingerprint);
        Task<PlacedOrder> buying;
        await using (var gate = await RowGate.CloseAsync(app.ConnectionString, "inventory.stock_items", "variant_id", stall.Variant.Value))
        {
            buying = new CheckoutClient(shopper).PlaceOrderAsync(request, Guid.CreateVersion7().ToString());
            await gate.WaitForAsync(1); // it is priced, and waits for its goods
            await gate.ChangeAsync($"update catalog.variants set price_amount = 140 where id = '{stall.Variant.Value}'");
            await gate.OpenAsync();
        }

        var placed = await buying;
        var order = await Orders.GetAsync(placed.Number, placed.AccessToken);
        Assert.Equal((quote.Total, quote.Total, 100m), (order.Total, order.Payment.Amount, order.Parts[0].Lines[0].UnitPrice.Amount));
        await app.DecideAsync(placed, "pay");
        Assert.Equal(OrderStates.Confirmed, (await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken)).State);
        await app.AuditAsync();
    }

    [Fact]
    public async Task Another_shop_does_not_wait_for_an_order_that_it_may_not_know_of()
    {
        var (stall, other) = (await app.OpenStallAsync(), await app.OpenStallAsync(name: "Kiln & Clay"));
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        var part = (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0];
        await using var gate = await OrderGateAsync(placed);

        var refused = await Assert.ThrowsAsync<ApiException>(() => new VendorOrdersClient(app.SignedInAs(other.Owner)).ReadyAsync(part.Id).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal((HttpStatusCode.NotFound, "order.not_found"), (refused.Status, refused.Code));
    }

    private OrdersClient Orders => new(app.Guest());

    private Task<RowGate> OrderGateAsync(PlacedOrder placed) => RowGate.CloseAsync(app.ConnectionString, "orders.orders", "id", placed.OrderId);

    /// <summary>Sends one after the other behind the gate, then opens it.</summary>
    private static async Task<string?> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Conflict)
        {
            return $"{(int)refused.Status} {refused.Code}";
        }
    }

    private async Task UseAsync<T>(Func<T, Task> use) where T : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<T>());
    }
}
