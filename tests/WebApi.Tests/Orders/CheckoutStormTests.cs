using System.Net;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(Storms))]
public sealed class CheckoutStormTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>
{
    [Fact]
    public async Task Sells_a_hundred_of_a_hundred_in_a_thousand_checkouts_over_http()
    {
        var stall = await app.OpenStallAsync(stock: 100, price: 50);
        HttpClient[] shoppers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => app.GuestWithAsync((stall, 1))));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shoppers[0]).QuoteAsync(new(null, choices));
        var request = new PlaceOrderRequest(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint);
        var (sold, refused) = (0, 0);

        await Parallel.ForEachAsync(shoppers, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (shopper, ct) =>
        {
            try
            {
                await new CheckoutClient(shopper).PlaceOrderAsync(request, Guid.CreateVersion7().ToString(), ct);
                Interlocked.Increment(ref sold);
            }
            catch (ApiException e) when (e is { Status: HttpStatusCode.Conflict, Code: "stock.not_enough" or "checkout.nothing_to_buy" })
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal((100, 900), (sold, refused));
        Assert.Equal((0, 0), await app.StockOfAsync(stall));
        await app.AuditAsync();
    }
}
