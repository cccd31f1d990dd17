using Marketplace.Application.Orders;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using OrderStates = Marketplace.Contracts.Orders.OrderStates;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>
/// Steps of an order that exclude each other, at moments that chance chooses; <see cref="OrderRaceTests"/> holds the windows that are
/// known open by hand. One has their way, the other hears how things stand, and every account is right afterwards.
/// </summary>
public sealed class OrderInterleavingTests(MarketplaceApp app, ITestOutputHelper output) : IClassFixture<MarketplaceApp>
{
    [Fact, Trait("Category", "Storm")]
    public async Task The_shopper_cancels_while_the_shop_accepts()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (stall, placed, part) = await PlaceAsync(PaymentMethods.Cash);
            return new(
                () => Orders.CancelAsync(placed.Number, new(null), placed.AccessToken),
                () => ShopOf(stall).AcceptAsync(part.Id, 10),
                async (cancel, accept) =>
                {
                    var state = await StateAsync(placed);
                    AssertOneWay(cancel, "order.too_late_to_cancel", accept, "order.not_possible: The order is cancelled");
                    Assert.Equal(cancel is null ? OrderStates.Cancelled : OrderStates.Preparing, state);
                    Assert.Equal(cancel is null ? (10, 0) : (7, 0), await app.StockOfAsync(stall));
                    return state;
                });
        });

        await AssertBothAsync(ends, OrderStates.Cancelled, OrderStates.Preparing);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_shop_cancels_while_it_hands_over()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (stall, placed, part) = await PlaceAsync(PaymentMethods.Cash);
            await ShopOf(stall).AcceptAsync(part.Id, 10);
            await ShopOf(stall).ReadyAsync(part.Id);
            return new(
                () => ShopOf(stall).CancelAsync(part.Id, new("OUT_OF_STOCK", null)),
                () => ShopOf(stall).HandOverAsync(part.Id, part.Pin!),
                async (cancel, handOver) =>
                {
                    var order = await Orders.GetAsync(placed.Number, placed.AccessToken);
                    AssertOneWay(cancel, "order.not_possible: The order is delivered", handOver, "order.not_possible: The order is cancelled");
                    Assert.Equal(cancel is null ? (OrderStates.Cancelled, "CANCELLED") : (OrderStates.Delivered, "CASH_COLLECTED"), (order.State, order.Payment.State));
                    Assert.Equal(cancel is null ? (10, 0) : (7, 0), await app.StockOfAsync(stall));
                    return order.State;
                });
        });

        await AssertBothAsync(ends, OrderStates.Cancelled, OrderStates.Delivered);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_marketplace_cancels_while_the_rider_picks_up()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (stall, placed, part) = await PlaceAsync(PaymentMethods.Cash, FulfilmentMethods.Delivery);
            await ShopOf(stall).AcceptAsync(part.Id, 10);
            await ShopOf(stall).ReadyAsync(part.Id);
            var item = await Eventually.GetAsync(async () => (await app.Dispatch().DeliveriesAsync(placed.Number)).Items.SingleOrDefault(), d => d is not null, TimeSpan.FromSeconds(60));
            var (rider, phone) = await app.RiderAsync();
            await app.Dispatch().AssignAsync(item!.Id, rider.Id.Value);
            var code = await DeliveryAsync(item.Id, d => d.PickupCode);
            return new(
                () => new AdminOrdersClient(Admin()).CancelPartAsync(placed.Number, part.Id, "Not allowed"),
                () => phone.PickUpAsync(item.Id, code),
                async (cancel, pickUp) =>
                {
                    // The order hears of the parcel a moment later: both may have their way, and then the parcel turns around.
                    var wanted = cancel is null ? OrderStates.Cancelled : OrderStates.OutForDelivery;
                    var parcel = (cancel, pickUp) switch
                    {
                        (null, null) => DeliveryState.Failed,
                        (null, _) => DeliveryState.Cancelled,
                        _ => DeliveryState.PickedUp,
                    };
                    await Eventually.TrueAsync(async () => await StateAsync(placed) == wanted && await DeliveryAsync(item.Id, d => d.State) == parcel, TimeSpan.FromSeconds(60));
                    Assert.True(cancel is null || pickUp is null);
                    Assert.True(cancel is null || cancel.StartsWith("order.not_possible: The order is on its way", StringComparison.Ordinal), cancel);
                    Assert.True(pickUp is null || pickUp.StartsWith("delivery.wrong_state", StringComparison.Ordinal), pickUp);
                    return $"{wanted} with the parcel {parcel}";
                });
        }, TimeSpan.FromSeconds(1));

        await AssertBothAsync(ends);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_shopper_cancels_while_the_money_comes()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (stall, placed, _) = await PlaceAsync(PaymentMethods.Upi);
            await app.DecideAsync(placed, "pay");
            return new(
                () => Orders.CancelAsync(placed.Number, new(null), placed.AccessToken),
                () => Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken),
                async (cancel, payment) =>
                {
                    // Nobody has begun, so the shopper always may; the money that came before or after goes back, once.
                    Assert.Equal((null, null), (cancel, payment));
                    var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }], TimeSpan.FromSeconds(60));
                    Assert.Equal((OrderStates.Cancelled, order.Total), (order.State, Assert.Single(order.Payment.Refunds).Amount));
                    Assert.Equal((10, 0), await app.StockOfAsync(stall));
                    return order.Parts[0].History.Any(h => h.State == "CONFIRMED") ? "paid first" : "cancelled first";
                });
        });

        await AssertBothAsync(ends, "paid first", "cancelled first");
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_time_to_pay_ends_while_the_gateway_tells_of_the_money()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (stall, placed, _) = await PlaceAsync(PaymentMethods.Upi);
            return new(
                async () =>
                {
                    await using var scope = app.Services.CreateAsyncScope();
                    var id = OrderId.From(placed.OrderId);
                    await scope.ServiceProvider.GetRequiredService<Infrastructure.Shared.MarketplaceDbContext>().Database.ExecuteSqlAsync($"update orders.orders set pay_by = now() - interval '1 second' where id = {placed.OrderId} and state = 'Pending'");
                    await scope.ServiceProvider.GetRequiredService<OrderSteps>().ExpireUnpaidAsync(id, CancellationToken.None);
                },
                () => app.DecideAsync(placed, "pay", "Before"),
                async (expiry, payment) =>
                {
                    Assert.Equal((null, null), (expiry, payment));
                    var order = await Eventually.GetAsync(
                        () => Orders.GetAsync(placed.Number, placed.AccessToken),
                        o => o.State == OrderStates.Confirmed || o is { State: OrderStates.Cancelled, Payment.Refunds: [{ State: "COMPLETED" }] }, TimeSpan.FromSeconds(60));
                    var isPaid = order.State == OrderStates.Confirmed;
                    Assert.Equal(isPaid ? "COMPLETED" : "EXPIRED", order.Payment.State);
                    Assert.Equal(isPaid ? 0 : order.Total.Amount, order.Payment.Refunds.Sum(r => r.Amount.Amount));
                    Assert.Equal(isPaid ? (7, 0) : (10, 0), await app.StockOfAsync(stall));
                    return order.State;
                });
        });

        await AssertBothAsync(ends, OrderStates.Confirmed, OrderStates.Cancelled);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_shop_changes_a_price_while_it_is_bought()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var stall = await app.OpenStallAsync();
            var (buy, quote) = await CheckoutAsync(stall);
            PlacedOrder? placed = null;
            return new(
                () => new VendorProductsClient(app.SignedInAs(stall.Owner)).SetPriceAsync(stall.Variant.Value, new(140, null)),
                async () => placed = await buy(),
                async (change, bought) =>
                {
                    Assert.Null(change);
                    Assert.True(bought is null || bought.StartsWith("checkout.quote_changed", StringComparison.Ordinal), bought);
                    if (bought is null)
                    {
                        var order = await Orders.GetAsync(placed!.Number, placed.AccessToken);
                        Assert.Equal((quote.Total, 100m), (order.Total, order.Parts[0].Lines[0].UnitPrice.Amount)); // what was seen is what is charged
                    }

                    Assert.Equal(bought is null ? (9, 0) : (10, 0), await app.StockOfAsync(stall));
                    return bought is null ? "bought for the old price" : "asked again";
                });
        });

        await AssertBothAsync(ends, "bought for the old price", "asked again");
    }

    [Fact, Trait("Category", "Storm")]
    public async Task The_marketplace_suspends_a_shop_while_somebody_buys_there()
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var stall = await app.OpenStallAsync();
            var (buy, _) = await CheckoutAsync(stall);
            return new(
                () => new AdminVendorsClient(Admin()).SuspendAsync(stall.Vendor.Id.Value, "Not allowed"),
                () => buy(),
                async (suspend, bought) =>
                {
                    Assert.Null(suspend);
                    Assert.True(bought is null || bought.StartsWith("checkout.", StringComparison.Ordinal), bought);
                    Assert.Equal(bought is null ? (9, 0) : (10, 0), await app.StockOfAsync(stall));
                    return bought is null ? "bought before" : "closed";
                });
        });

        await AssertBothAsync(ends, "bought before", "closed");
    }

    private OrdersClient Orders => new(app.Guest());

    private VendorOrdersClient ShopOf(Stall stall) => new(app.SignedInAs(stall.Owner));

    private HttpClient Admin() => app.SignedInAs(UserId.New(), "admin");

    private async Task<(Stall Stall, PlacedOrder Placed, OrderPart Part)> PlaceAsync(string method, string fulfilment = FulfilmentMethods.Pickup)
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 3)), method, fulfilment);
        return (stall, placed, (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0]);
    }

    /// <summary>Everything up to the button.</summary>
    private async Task<(Func<Task<PlacedOrder>> Buy, QuoteDto Quote)> CheckoutAsync(Stall stall)
    {
        var checkout = new CheckoutClient(await app.GuestWithAsync((stall, 1)));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await checkout.QuoteAsync(new(null, choices));
        return (() => checkout.PlaceOrderAsync(new(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint), Guid.CreateVersion7().ToString()), quote);
    }

    private async Task<string> StateAsync(PlacedOrder placed) => (await Orders.GetAsync(placed.Number, placed.AccessToken)).State;

    private async Task<T> DeliveryAsync<T>(Guid id, Func<Delivery, T> of)
    {
        await using var db = app.OpenDb();
        return of(await db.Set<Delivery>().AsNoTracking().SingleAsync(d => d.Id == DeliveryId.From(id)));
    }

    private static void AssertOneWay(string? first, string refusalOfFirst, string? second, string refusalOfSecond)
    {
        Assert.True((first is null) != (second is null), $"{first ?? "done"} and {second ?? "done"}");
        Assert.StartsWith(first is null ? refusalOfSecond : refusalOfFirst, first ?? second, StringComparison.Ordinal);
    }

    /// <summary>Chance chose both ways, and whichever it was, everything adds up.</summary>
    private async Task AssertBothAsync(IReadOnlyDictionary<string, int> ends, params string[] ways)
    {
        Assert.True(ends.Count > 1, "The two never met.");
        Assert.Equal(ways.Length == 0 ? ends.Keys.Order() : ways.Order(), ends.Keys.Order());
        await app.AuditAsync();
    }
}
