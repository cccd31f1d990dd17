using Marketplace.Application.Inventory;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>A shop that is open round the clock, with one product.</summary>
internal sealed record Stall(Vendor Vendor, UserId Owner, VariantId Variant);

/// <summary>A test's own street of shops, and shoppers who buy there over HTTP.</summary>
internal static class Street
{
    public static readonly AddressDto Home = new("Aditi Rao", "+91 98400 00214", "14 Lotus Tank Road", null, "Tarapet", "IN-TN", "600999", "IN", new(12.915, 80.245), "Push, then call.");
    public static readonly ContactDto Aditi = new("Aditi Rao", "aditi@example.org", "+91 98400 00214");

    public static async Task<PlacedOrder> BuyAsync(HttpClient shopper, string method, string fulfilment = FulfilmentMethods.Pickup)
    {
        var checkout = new CheckoutClient(shopper);
        var cart = await new CartClient(shopper).GetAsync();
        FulfilmentChoice[] choices = [.. cart.Groups.Select(g => new FulfilmentChoice(g.Vendor.Id, fulfilment))];
        var quote = await checkout.QuoteAsync(new(Home, choices));
        return await checkout.PlaceOrderAsync(new(Aditi, Home, choices, method, null, quote.Fingerprint), Guid.CreateVersion7().ToString());
    }

    extension(MarketplaceApp app)
    {
        public async Task<Stall> OpenStallAsync(int stock = 10, decimal price = 100, string taxClass = "STANDARD", string name = "Annapurna Provisions")
        {
            var now = DateTimeOffset.UnixEpoch.AddYears(50);
            var owner = UserId.New();
            var vendor = SampleVendors.Open(owner, now, name);
            vendor.SaveProfile(vendor.ProfileWith(OpeningHours.EveryDay(new(0, 0), new(0, 0))), now);
            var slug = $"thing-{Guid.CreateVersion7():N}";
            var product = Product.Create(
                vendor.Id, slug,
                new("Alphonso mangoes", "Sweet.", null, null, taxClass, null, true, [], [], [new(null, slug, new Dictionary<string, string>(), new(price, "INR"), null, 500, null)], [], []),
                now).Value!;
            await app.SaveAsync(vendor, product);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Infrastructure.Shared.MarketplaceDbContext>();
            await db.Set<Product>().Where(p => p.Id == product.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProductState.Published));
            await scope.ServiceProvider.GetRequiredService<IStock>().OpenAsync([(product.Variants[0].Id, vendor.Id, stock, 2)], "test", now, CancellationToken.None);
            return new(vendor, owner, product.Variants[0].Id);
        }

        /// <summary>A guest with a cart of these.</summary>
        public async Task<HttpClient> GuestWithAsync(params (Stall Stall, int Quantity)[] lines)
        {
            var cart = await new CartClient(app.Guest()).AddAsync(new(lines[0].Stall.Variant.Value, lines[0].Quantity));
            var client = app.Guest(cart.Token);
            foreach (var (stall, quantity) in lines[1..])
            {
                await new CartClient(client).AddAsync(new(stall.Variant.Value, quantity));
            }

            return client;
        }

        public async Task<(int OnHand, int Reserved)> StockOfAsync(Stall stall)
        {
            await using var db = app.OpenDb();
            var item = await db.Set<Domain.Inventory.StockItem>().AsNoTracking().SingleAsync(i => i.VariantId == stall.Variant);
            return (item.OnHand, item.Reserved);
        }

        /// <summary>Presses a button on the sandbox's hosted page.</summary>
        public async Task DecideAsync(PlacedOrder order, string action, string webhook = "Never")
        {
            using var browser = app.CreateClient(new() { AllowAutoRedirect = false });
            using var form = new FormUrlEncodedContent([new("action", action), new("webhook", webhook)]);
            using var answer = await browser.PostAsync(new Uri(order.PaymentUrl!).AbsolutePath, form);
            Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    extension(Vendor vendor)
    {
        internal VendorProfileContent ProfileWith(IReadOnlyList<OpeningHours> hours) => new(
            vendor.Name, vendor.Tagline, vendor.Story, vendor.Hue, null, null, vendor.Street, vendor.City, vendor.Region, vendor.PostalCode, vendor.Position,
            vendor.Phone, vendor.Email, hours, vendor.PreparationMinutes, vendor.OffersPickup, vendor.OffersDelivery, vendor.DeliveryRadiusKm, vendor.FreeDeliveryFrom);
    }
}
