using System.Net.Http.Json;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>How often each request of a purchase goes to the database. More is slower for everybody, so more needs a reason.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class CheckoutRoundTripsTests(MarketplaceApp app)
{
    [Fact]
    public async Task Buys_from_two_shops_with_few_statements()
    {
        var (here, there) = (await app.OpenStallAsync(), await app.OpenStallAsync(name: "Kiln & Clay"));
        await Street.BuyAsync(await app.GuestWithAsync((here, 1)), PaymentMethods.Cash); // what is read once for all has been read
        var steps = new Dictionary<string, int>();

        var cart = await StepAsync<CartDto>("first item", HttpMethod.Post, "cart/items", null, new AddToCartRequest(here.Variant.Value, 1));
        await StepAsync<CartDto>("second item", HttpMethod.Post, "cart/items", cart.Token, new AddToCartRequest(there.Variant.Value, 1));
        cart = await StepAsync<CartDto>("cart", HttpMethod.Get, "cart", cart.Token, null) with { Token = cart.Token };
        FulfilmentChoice[] choices = [.. cart.Groups.Select(g => new FulfilmentChoice(g.Vendor.Id, FulfilmentMethods.Delivery))];
        var quote = await StepAsync<QuoteDto>("quote", HttpMethod.Post, "checkout/quote", cart.Token, new QuoteRequest(Street.Home, choices));
        var order = await StepAsync<PlacedOrder>(
            "order", HttpMethod.Post, "orders", cart.Token, new PlaceOrderRequest(Street.Aditi, Street.Home, choices, PaymentMethods.Cash, null, quote.Fingerprint));
        await StepAsync<OrderDetails>("order's page", HttpMethod.Get, $"orders/{order.Number}?token={order.AccessToken}", null, null);

        Assert.Equal("first item 4, second item 5, cart 2, quote 2, order 6, order's page 3", string.Join(", ", steps.Select(s => $"{s.Key} {s.Value}")));
        Assert.InRange(steps.Values.Sum(), 1, 22);

        async Task<T> StepAsync<T>(string step, HttpMethod method, string path, string? token, object? body)
        {
            using var trips = new RoundTrips();
            using var request = trips.Counted(method, "api/v1/" + path);
            request.Headers.Add(ApiHttp.IdempotencyKey, Guid.CreateVersion7().ToString());
            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = (await app.Guest(token).SendAsync(request)).EnsureSuccessStatusCode();
            var read = (await answer.Content.ReadFromJsonAsync<T>())!;
            steps.Add(step, trips.Seen.Count);
            return read;
        }
    }
}
