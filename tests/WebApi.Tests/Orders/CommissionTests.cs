using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>What the marketplace keeps is agreed shop by shop, and frozen in each order.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class CommissionTests(MarketplaceApp app)
{
    private readonly UserId _admin = UserId.New();

    [Fact]
    public async Task Counts_for_orders_from_now_on()
    {
        var stall = await app.OpenStallAsync(price: 200);
        var before = await PartOfAsync(stall);

        await new AdminVendorsClient(app.SignedInAs(_admin, "admin")).AgreeCommissionAsync(stall.Vendor.Id.Value, 7.5m);

        var after = await PartOfAsync(stall);
        Assert.Equal((10m, 20m), (before.CommissionPercent, before.Commission?.Amount));
        Assert.Equal((7.5m, 15m, 185m), (after.CommissionPercent, after.Commission?.Amount, after.ShopReceives?.Amount));
        Assert.Equal(before.Commission, (await Portal(stall).GetAsync(before.Item.Id)).Commission);
        var told = (await new AuditClient(app.SignedInAs(stall.Owner)).ShopAsync(new())).Items[0];
        await Eventually.TrueAsync(async () => (await new NotificationsClient(app.SignedInAs(stall.Owner)).ListAsync()).Items.Any(n => n.Title == $"Our commission changes for {stall.Vendor.Name}"));
        Assert.Equal(("shop.commission-changed", AuditActors.Marketplace, "10 %", "7.5 %"), (told.Action, told.Actor, told.Before, told.After));
    }

    [Fact]
    public async Task Is_refused_when_it_cannot_be_charged()
    {
        var stall = await app.OpenStallAsync();
        var refused = await Assert.ThrowsAsync<ApiException>(() => new AdminVendorsClient(app.SignedInAs(_admin, "admin")).AgreeCommissionAsync(stall.Vendor.Id.Value, 90.5m));
        Assert.Equal("vendor.percent_invalid", refused.Code);
    }

    [Fact]
    public async Task The_currency_is_not_changed_with_the_settings()
    {
        var settings = new SettingsClient(app.SignedInAs(_admin, "admin"));
        var refused = await Assert.ThrowsAsync<ApiException>(async () => await settings.SaveAsync(await settings.GetAsync() with { Currency = "EUR" }));
        Assert.Equal(("settings.currency_stays", "INR"), (refused.Code, (await settings.GetAsync()).Currency));
    }

    private VendorOrdersClient Portal(Stall stall) => new(app.SignedInAs(stall.Owner));

    private async Task<VendorOrderDetails> PartOfAsync(Stall stall)
    {
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        return await Portal(stall).GetAsync((await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken)).Parts[0].Id);
    }
}
