using Marketplace.Application.Notifications;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

[Collection(nameof(MarketplaceApp))]
public sealed class ChooseNotificationsTests(MarketplaceApp app)
{
    private readonly UserId _user = UserId.New();

    [Fact]
    public async Task Everything_is_told_until_something_else_is_chosen()
    {
        var usual = await Client().GetAsync();
        Assert.Equal(
            [("SECURITY", true, true, true), ("ORDERS", true, true, false), ("WORK", true, (bool?)null, false)], usual.Choices.Select(c => (c.Topic, c.InApp, c.Mail, c.IsFixed)));

        await Client().ChooseAsync(new([new("ORDERS", true, false)]));
        var chosen = await Client().ChooseAsync(new([new("WORK", false, false)])); // what is not named stays

        Assert.Equal([("SECURITY", true, true), ("ORDERS", true, false), ("WORK", false, (bool?)null)], chosen.Choices.Select(c => (c.Topic, c.InApp, c.Mail)));
        Assert.Equal(chosen.Choices, (await Client().GetAsync()).Choices);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task News_of_the_accounts_safety_cannot_be_turned_off(bool inApp, bool mail)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().ChooseAsync(new([new("SECURITY", inApp, mail)])));

        Assert.Equal("notification.always_on", refused.Code);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task News_of_orders_come_as_they_were_chosen(bool inApp, bool mail)
    {
        await Client().ChooseAsync(new([new("ORDERS", inApp, mail)]));

        var (notices, mails) = await TellAsync("order_status", "order-delivered");

        Assert.Equal((inApp ? 1 : 0, mail ? 1 : 0), (notices, mails));
    }

    [Fact]
    public async Task Guests_have_nothing_to_choose_and_get_their_mails()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var address = $"{Guid.CreateVersion7():N}@example.org";
        await scope.ServiceProvider.GetRequiredService<Notifier>().MailAsync(null, "welcome", Guid.CreateVersion7().ToString(), address, new() { ["name"] = "Guest" }, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<Application.Shared.IMarketplaceDb>().SaveChangesAsync(CancellationToken.None);

        await using var db = app.OpenDb();
        Assert.Equal(1, await db.Set<Mail>().CountAsync(m => m.Recipient == address));
    }

    [Theory]
    [InlineData("order_confirmation", NewsTopic.Orders)]
    [InlineData("order-shipped", NewsTopic.Orders)]
    [InlineData("payment", NewsTopic.Orders)]
    [InlineData("order-ready", NewsTopic.Orders)]
    [InlineData("order-failed", NewsTopic.Orders)]
    [InlineData("order-returned", NewsTopic.Orders)]
    [InlineData("refund-paid", NewsTopic.Orders)]
    [InlineData("low_stock", NewsTopic.Work)]
    [InlineData("lost_order", NewsTopic.Work)]
    [InlineData("shop_waiting", NewsTopic.Work)]
    [InlineData("app_waiting", NewsTopic.Work)]
    [InlineData("new_order", NewsTopic.Work)]
    [InlineData("ride", NewsTopic.Work)]
    [InlineData("shift", NewsTopic.Work)]
    [InlineData("account-keys", NewsTopic.Security)]
    [InlineData("shop_state", NewsTopic.Security)]
    [InlineData("acting", NewsTopic.Security)]
    [InlineData("anything new", NewsTopic.Security)] // rather too much than too little
    public void Every_kind_of_news_belongs_to_a_topic(string kind, NewsTopic topic) => Assert.Equal(topic, NewsTopic.OfKind(kind));

    private async Task<(int Notices, int Mails)> TellAsync(string notice, string mail)
    {
        var address = $"{Guid.CreateVersion7():N}@example.org";
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var notifier = scope.ServiceProvider.GetRequiredService<Notifier>();
            await notifier.TellAsync(_user, notice, "Delivered", "How was it?", "/", CancellationToken.None);
            var row = new Dictionary<string, object> { ["quantity"] = "1", ["item"] = "Rice", ["lineTotal"] = "₹1" };
            await notifier.MailAsync(_user, mail, Guid.CreateVersion7().ToString(), address, Values(row), CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<Application.Shared.IMarketplaceDb>().SaveChangesAsync(CancellationToken.None);
        }

        await using var db = app.OpenDb();
        return (await db.Set<Notification>().CountAsync(n => n.UserId == _user), await db.Set<Mail>().CountAsync(m => m.Recipient == address));
    }

    private static Dictionary<string, object> Values(Dictionary<string, object> line)
    {
        string[] words = ["name", "number", "orderUrl", "goodsTotal", "deliveryTotal", "platformFeeTotal", "taxLabel", "taxTotal", "total", "paymentMethod", "shop", "method", "goods", "delivery", "platformFee", "partTotal"];
        var values = words.ToDictionary(w => w, object (w) => w);
        values["guest"] = Array.Empty<Dictionary<string, object>>();
        values["parts"] = new[] { new Dictionary<string, object>(words.ToDictionary(w => w, object (w) => w)) { ["lines"] = new[] { line } } };
        return values;
    }

    private NotificationPreferencesClient Client() => new(app.SignedInAs(_user));
}
