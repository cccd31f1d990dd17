using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>A shop's way, as its owner and who judges shops hear of it. On a host of its own, which knows who the administrators are.</summary>
public sealed class TellOfShopStateTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _owner = UserId.New();
    private readonly string _address = $"{Guid.CreateVersion7():N}@example.org";

    public Task InitializeAsync() => app.OpenDirectoryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_applies_gets_a_receipt_and_who_judges_shops_hears_that_one_waits()
    {
        var judge = await app.KnowAsync("judge@example.org", roles: ["customer", "catalogue"]);
        var helper = await app.KnowAsync("helper@example.org", roles: ["customer", "support"]);

        var shop = await RegisterAsync();

        var notice = Assert.Single(await app.NoticesAsync(_owner, "shop_state"));
        Assert.Equal(("We have your application for Fern & Folly", "/vendor"), (notice.Title, notice.Link));
        var mail = await app.MailToAsync(_address, "shop-state");
        Assert.Contains($"within a day and writes to {_address}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/vendor", mail.Html, StringComparison.Ordinal);
        var waiting = Assert.Single(await app.NoticesAsync(judge, "shop_waiting"), n => n.Link == $"/admin/vendors/{shop.Id}");
        Assert.Contains("Fern & Folly", waiting.Title, StringComparison.Ordinal);
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(helper, "shop_waiting"));
    }

    [Fact]
    public async Task The_owner_hears_of_approval_suspension_with_its_reason_and_the_end_of_it()
    {
        var shop = await RegisterAsync();
        var admin = new AdminVendorsClient(app.SignedInAs(await app.KnowAsync("super@example.org", roles: ["customer", "admin"]), "admin"));

        await admin.ApproveAsync(shop.Id);
        await admin.SuspendAsync(shop.Id, "Food licence has run out");
        await admin.ApproveAsync(shop.Id);

        Assert.Contains("Shoppers see it now", (await app.MailToAsync(_address, "shop-state", "is approved")).Text, StringComparison.Ordinal);
        Assert.Contains("The reason: Food licence has run out.", (await app.MailToAsync(_address, "shop-state", "is suspended")).Text, StringComparison.Ordinal);
        Assert.Contains("no longer suspended", (await app.MailToAsync(_address, "shop-state", "is open again")).Text, StringComparison.Ordinal);
        var notices = await app.NoticesAsync(_owner, "shop_state", 4);
        Assert.Equal(4, notices.Count);
        Assert.Contains("Food licence has run out", Assert.Single(notices, n => n.Title == "Fern & Folly is suspended").Message, StringComparison.Ordinal);
        Assert.Single(notices, n => n.Title == "Fern & Folly is approved");
        Assert.Single(notices, n => n.Title == "Fern & Folly is open again");
    }

    private Task<VendorProfile> RegisterAsync() => new VendorsClient(app.SignedInAs(_owner)).RegisterAsync(
        new("Fern & Folly", "Plants that forgive", "4 Canal Road", "Tarapet", "IN-TN", "600001", new(12.91, 80.24), "+91 98400 22222", _address));
}
