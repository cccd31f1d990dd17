using System.Collections.Concurrent;
using System.Net;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(Storms))]
public sealed class CheckoutStormTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>
{
    [Fact, Trait("Category", "Storm")]
    public async Task Sells_a_hundred_of_a_hundred_in_a_thousand_checkouts_over_http()
    {
        var stall = await app.OpenStallAsync(stock: 100, price: 50);
        var shoppers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => app.GuestWithAsync((stall, 1))));

        var placed = await WaveAsync(stall, shoppers, PaymentMethods.Cash);

        Assert.Equal(100, placed.Count);
        Assert.Equal((0, 0), await app.StockOfAsync(stall));
        await app.AuditAsync();
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Sells_the_last_unit_to_one_of_two_hundred_who_check_out_at_once()
    {
        for (var round = 0; round < Repeats.Of(named: 50, usual: 5); round++)
        {
            var stall = await app.OpenStallAsync(stock: 1);
            var shoppers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => app.GuestWithAsync((stall, 1))));

            var placed = await WaveAsync(stall, shoppers, PaymentMethods.Cash);

            Assert.Single(placed.Values);
            Assert.Equal((0, 0), await app.StockOfAsync(stall));
        }

        await app.AuditAsync();
    }

    /// <summary>Every third payment is declined and given up; what it held is sold to somebody else, until nothing is left.</summary>
    [Fact, Trait("Category", "Storm")]
    public async Task Sells_all_of_a_shelf_though_payments_fail()
    {
        var stall = await app.OpenStallAsync(stock: 30, price: 50);
        IReadOnlyList<HttpClient> waiting = await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => app.GuestWithAsync((stall, 1))));
        var (sold, waves) = (0, 0);
        while (sold < 30)
        {
            var placed = await WaveAsync(stall, waiting, PaymentMethods.Upi);
            Assert.Equal(30 - sold, placed.Count);
            waiting = [.. waiting.Except(placed.Keys)];
            await Parallel.ForEachAsync(placed.Values.Index(), async (one, ct) =>
            {
                var (number, order) = one;
                await app.DecideAsync(order, number % 3 == 2 ? "decline" : "pay");
                var seen = await new OrdersClient(app.Guest()).ReturnFromPaymentAsync(order.Number, order.AccessToken, ct);
                if (seen.State == OrderStates.Confirmed)
                {
                    Interlocked.Increment(ref sold);
                }
                else
                {
                    await new OrdersClient(app.Guest()).CancelAsync(order.Number, new(null), order.AccessToken, ct);
                }
            });
            waves++;
        }

        Assert.True(waves > 1, "No payment failed.");
        Assert.Equal((0, 0), await app.StockOfAsync(stall));
        await app.AuditAsync();
    }

    /// <summary>All check out at once.</summary>
    /// <returns>The orders of those who got something.</returns>
    private static async Task<ConcurrentDictionary<HttpClient, PlacedOrder>> WaveAsync(Stall stall, IReadOnlyList<HttpClient> shoppers, string payment)
    {
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shoppers[0]).QuoteAsync(new(null, choices));
        var placed = new ConcurrentDictionary<HttpClient, PlacedOrder>();
        await Parallel.ForEachAsync(shoppers, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (shopper, ct) =>
        {
            try
            {
                placed[shopper] = await new CheckoutClient(shopper).PlaceOrderAsync(new(Street.Aditi, null, choices, payment, null, quote.Fingerprint), Guid.CreateVersion7().ToString(), ct);
            }
            catch (ApiException e) when (e is { Status: HttpStatusCode.Conflict, Code: "stock.not_enough" or "checkout.nothing_to_buy" })
            {
                // somebody was quicker
            }
        });
        return placed;
    }
}
