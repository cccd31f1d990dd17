using System.Net;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>The regions that it adds hold no address of any other test. It puts the settings back, and waits until they hold.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class TaxByRegionTests(MarketplaceApp app) : IAsyncLifetime
{
    private static readonly AddressDto Island = Street.Home with { Region = "TN", PostalCode = "777 042" };
    private readonly UserId _admin = UserId.New();
    private SettingsDto _before = null!;

    private SettingsClient Settings => new(app.SignedInAs(_admin, "admin"));

    public async Task InitializeAsync()
    {
        _before = await Settings.GetAsync();
        await SaveAsync(_before with
        {
            TaxRegions = [.. _before.TaxRegions!, new("ISLAND", "The island", "in", "in-tn", ["777-0"]), new("XX", "Far away", "XX", null, [])],
            TaxClasses = [.. _before.TaxClasses.Select(c => c with { Rates = With(c.Rates, "ISLAND", c.Code is "STANDARD" or "FEES" ? 12 : 0) })],
        });
    }

    public async Task DisposeAsync() => await SaveAsync(_before);

    [Fact]
    public async Task What_is_delivered_is_taxed_where_it_arrives_and_what_is_collected_where_the_shop_is()
    {
        var stall = await app.OpenStallAsync(price: 112);

        var (home, island) = (await QuoteAsync(stall, Street.Home, FulfilmentMethods.Delivery), await QuoteAsync(stall, Island, FulfilmentMethods.Delivery));
        var (collected, anywhere) = (await QuoteAsync(stall, Island, FulfilmentMethods.Pickup), await QuoteAsync(stall, null, FulfilmentMethods.Pickup));

        Assert.Equal((18m, 17.08m), (home.Vendors[0].Lines[0].TaxRate, home.Vendors[0].Lines[0].Tax.Amount));
        Assert.Equal(("The island", 12m, 12m), (island.Vendors[0].TaxRegion, island.Vendors[0].Lines[0].TaxRate, island.Vendors[0].Lines[0].Tax.Amount));
        Assert.Equal(home.Total, island.Total); // prices include it: only the part that is tax differs
        Assert.True(island.Tax.Amount - 12 < home.Tax.Amount - 17.08m, "the fees are taxed by the same region");
        Assert.Equal((18m, false), (collected.Vendors[0].Lines[0].TaxRate, collected.IsTaxEstimated));
        Assert.Equal((collected.Tax, false), (anywhere.Tax, anywhere.IsTaxEstimated));
    }

    [Fact]
    public async Task Until_an_address_is_known_the_usual_region_is_an_estimate()
    {
        var stall = await app.OpenStallAsync(price: 112);
        var usual = (await Settings.GetAsync()).TaxRegions!.Single(r => r.Code == "IN-TN").Name;

        var (undecided, delivered) = (await QuoteAsync(stall, null, null), await QuoteAsync(stall, null, FulfilmentMethods.Delivery));

        Assert.All([undecided, delivered], q => Assert.Equal((true, usual, 18m), (q.IsTaxEstimated, q.Vendors[0].TaxRegion, q.Vendors[0].Lines[0].TaxRate)));
    }

    [Fact]
    public async Task An_order_keeps_the_rate_and_the_region_that_it_was_placed_with()
    {
        var stall = await app.OpenStallAsync(price: 112);
        var placed = await BuyAsync(stall, Island);
        var order = await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken);

        await SaveAsync(_before with { Revision = (await Settings.GetAsync()).Revision });
        var later = await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken);

        Assert.Equal(("The island", 12m, 12m), Told(order));
        Assert.Equal(Told(order), Told(later));
        Assert.Equal(order.Tax, later.Tax);

        static (string, decimal, decimal) Told(OrderDetails order) => order.Parts[0].Lines[0] is var line ? (line.TaxRegion, line.TaxRate, line.Tax.Amount) : default;
    }

    [Fact]
    public async Task Where_prices_do_not_include_it_tax_is_added_by_the_region()
    {
        var stall = await app.OpenStallAsync(price: 100);
        await SaveAsync(await Settings.GetAsync() with { PriceIncludesTax = false });

        var quote = await QuoteAsync(stall, Island, FulfilmentMethods.Delivery);
        var placed = await BuyAsync(stall, Island);
        var order = await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken);
        var shops = await new VendorOrdersClient(app.SignedInAs(stall.Owner)).GetAsync(order.Parts[0].Id);

        Assert.Equal(12, quote.Vendors[0].Lines[0].Tax.Amount);
        Assert.Equal(quote.Goods.Amount + quote.Delivery.Amount + quote.PlatformFee.Amount + quote.Tax.Amount, quote.Total.Amount);
        Assert.Equal(quote.Total, order.Total);
        Assert.Equal(100 + 12 - shops.Commission!.Amount, shops.ShopReceives!.Amount);
    }

    [Fact]
    public async Task A_region_in_use_stays_and_every_change_is_in_the_audit_log()
    {
        var settings = await Settings.GetAsync();

        var inUse = await Assert.ThrowsAsync<ApiException>(() => Settings.SaveAsync(settings with { TaxRegions = _before.TaxRegions }));
        var stale = await Assert.ThrowsAsync<ApiException>(() => Settings.SaveAsync(settings with { Revision = _before.Revision }));
        var unchanged = await Settings.SaveAsync(settings with { TaxRegions = null });

        Assert.Equal((HttpStatusCode.BadRequest, "settings.tax_region_in_use", "taxRegions"), (inUse.Status, inUse.Code, inUse.Field));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(settings.TaxRegions!.Select(r => r.Code), unchanged.TaxRegions!.Select(r => r.Code));
        Assert.Equal(("IN", "TN", "7770"), unchanged.TaxRegions!.Single(r => r.Code == "ISLAND") is var island ? (island.Country, island.State, island.PostalPrefixes[0]) : default);
        var noted = (await new AuditClient(app.SignedInAs(_admin, "admin")).ListAsync(new AuditFilterDto(Who: _admin.Value.ToString()))).Items;
        Assert.Contains("tax region ISLAND: The island, IN TN 7770", noted[^1].After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Name", "IN", null, "taxRegions[0].code")]
    [InlineData("A", "", "IN", null, "taxRegions[0].name")]
    [InlineData("A", "Name", "INDIA", null, "taxRegions[0].country")]
    [InlineData("A", "Name", "IN", "a postal code that is too long", "taxRegions[0].postalPrefixes")]
    public async Task Tells_the_field_at_fault(string code, string name, string country, string? prefix, string field)
    {
        var settings = await Settings.GetAsync();

        var refused = await Assert.ThrowsAsync<ApiException>(() => Settings.SaveAsync(settings with { TaxRegions = [new(code, name, country, null, prefix is null ? [] : [prefix])] }));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(field, refused.Errors.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Forms_ask_for_the_state_once_tax_may_depend_on_it()
    {
        var store = await Settings.StoreAsync();

        Assert.Equal(["IN-TN"], store.States.Select(s => s.Code));
    }

    private async Task<QuoteDto> QuoteAsync(Stall stall, AddressDto? address, string? method) => await new CheckoutClient(await app.GuestWithAsync((stall, 1)))
        .QuoteAsync(new(address, method is null ? [] : [new(stall.Vendor.Id.Value, method)]));

    private async Task<PlacedOrder> BuyAsync(Stall stall, AddressDto address)
    {
        var checkout = new CheckoutClient(await app.GuestWithAsync((stall, 1)));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Delivery)];
        var quote = await checkout.QuoteAsync(new(address, choices));
        return await checkout.PlaceOrderAsync(new(Street.Aditi, address, choices, PaymentMethods.Cash, null, quote.Fingerprint), Guid.CreateVersion7().ToString());
    }

    /// <summary>The settings are kept in memory for two seconds.</summary>
    private async Task SaveAsync(SettingsDto wanted)
    {
        var saved = await Settings.SaveAsync(wanted with { Revision = (await Settings.GetAsync()).Revision });
        var states = saved.TaxRegions!.Count(r => r.Country == "IN") > 1 ? 1 : 0;
        await Eventually.TrueAsync(async () => await Settings.StoreAsync() is var store && store.PriceIncludesTax == saved.PriceIncludesTax && store.States.Count == states);
    }

    private static Dictionary<string, decimal> With(IReadOnlyDictionary<string, decimal> rates, string region, decimal percent) => new(rates) { [region] = percent };
}
