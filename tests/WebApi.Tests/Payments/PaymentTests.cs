using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.Application.Payments;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Payments;
using Marketplace.Infrastructure.Payments.Sandbox;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Marketplace.WebApi.Tests.Payments;

[Collection(nameof(MarketplaceApp))]
public sealed class PaymentTests(MarketplaceApp app)
{
    [Fact]
    public async Task Confirms_an_order_when_the_browser_comes_back()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 2)), PaymentMethods.Card);
        Assert.Equal((OrderStates.Pending, (10, 2)), (placed.State, await app.StockOfAsync(stall)));

        await app.DecideAsync(placed, "pay");
        var order = await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);

        Assert.Equal((OrderStates.Confirmed, "COMPLETED"), (order.State, order.Payment.State));
        Assert.Equal((8, 0), await app.StockOfAsync(stall));
    }

    [Theory]
    [InlineData("Before")]
    [InlineData("Twice")]
    public async Task Confirms_an_order_by_the_webhook_alone_and_once(string habit)
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);

        await app.DecideAsync(placed, "pay", habit);
        await Eventually.TrueAsync(async () => (await Orders.GetAsync(placed.Number, placed.AccessToken)).State == OrderStates.Confirmed);
        await Eventually.TrueAsync(async () => await UndeliveredAsync(placed) == 0);

        Assert.Single(await app.RaisedAsync<PaymentCompleted>(), e => e.OrderNumber == placed.Number);
        Assert.Equal((9, 0), await app.StockOfAsync(stall));
    }

    [Fact]
    public async Task Keeps_the_order_when_a_payment_is_declined_and_takes_another_try()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);

        await app.DecideAsync(placed, "decline");
        var declined = await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);
        var again = await Orders.PayAgainAsync(placed.Number, PaymentMethods.Card, placed.AccessToken);
        await app.DecideAsync(again, "pay");
        var paid = await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);

        Assert.Equal((OrderStates.Pending, "FAILED"), (declined.State, declined.Payment.State));
        Assert.Contains("declined", declined.Payment.FailureReason);
        Assert.NotEqual(placed.PaymentUrl, again.PaymentUrl);
        Assert.Equal((OrderStates.Confirmed, PaymentMethods.Card), (paid.State, paid.Payment.Method));
    }

    [Fact]
    public async Task Names_no_way_to_pay_that_is_not_there_when_the_gateway_is_away()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);
        var gateway = Substitute.For<IPaymentGateway>();
        gateway.OpenAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("away"));
        await using var scope = app.Services.CreateAsyncScope();
        var pages = ActivatorUtilities.CreateInstance<PaymentPages>(scope.ServiceProvider, gateway);

        var away = await pages.HandleAsync(Domain.Orders.OrderId.From(placed.OrderId), Domain.Orders.PaymentMethod.Card, placed.AccessToken, CancellationToken.None);

        Assert.Equal("payment.gateway_unavailable", away.Error?.Code);
        Assert.DoesNotContain("cash", away.Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("payment.unknown_method", (await Assert.ThrowsAsync<ApiException>(() => Orders.PayAgainAsync(placed.Number, PaymentMethods.Cash, placed.AccessToken))).Code);
    }

    [Fact]
    public async Task Gives_up_what_is_not_paid_in_time_and_returns_the_stock()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 5)), PaymentMethods.Wallet);

        await PassPayByAsync(placed);
        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.State == OrderStates.Cancelled);

        Assert.Equal("EXPIRED", order.Payment.State);
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
        Assert.Equal("order.payment_over", (await Assert.ThrowsAsync<ApiException>(() => Orders.PayAgainAsync(placed.Number, null, placed.AccessToken))).Code);
    }

    [Fact]
    public async Task Refunds_in_full_what_is_captured_after_the_order_was_given_up()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Card);
        await PassPayByAsync(placed);
        await Eventually.TrueAsync(async () => (await Orders.GetAsync(placed.Number, placed.AccessToken)).State == OrderStates.Cancelled);

        await app.DecideAsync(placed, "pay", "Before");

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }]);
        Assert.Equal(OrderStates.Cancelled, order.State);
        Assert.Equal(order.Total, order.Payment.Refunds[0].Amount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refunds_what_is_paid_on_a_page_that_stayed_open_though_no_webhook_comes(bool comesBack)
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 2)), PaymentMethods.Upi);
        await Orders.CancelAsync(placed.Number, new(null), placed.AccessToken);
        await app.DecideAsync(placed, "pay");

        if (comesBack)
        {
            await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);
        }
        else
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Infrastructure.Shared.MarketplaceDbContext>().Database
                .ExecuteSqlAsync($"update payments.payments set created_at = created_at - interval '1 minute' where order_id = {placed.OrderId}");
            await scope.ServiceProvider.GetRequiredService<Application.Orders.SweepOrdersHandler>().AskAboutPaymentsAsync(CancellationToken.None);
        }

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }], TimeSpan.FromSeconds(60));
        Assert.Equal((OrderStates.Cancelled, order.Total), (order.State, order.Payment.Refunds[0].Amount));
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }

    [Fact]
    public async Task Refunds_the_rejected_half_at_once_and_the_other_half_goes_on()
    {
        var (fruit, plants) = (await app.OpenStallAsync(price: 120), await app.OpenStallAsync(price: 80, name: "Kiln & Clay"));
        var placed = await Street.BuyAsync(await app.GuestWithAsync((fruit, 1), (plants, 1)), PaymentMethods.Upi, FulfilmentMethods.Delivery);
        await app.DecideAsync(placed, "pay");
        var paid = await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);
        var (rejected, kept) = (paid.Parts.Single(p => p.Vendor.Id == fruit.Vendor.Id.Value), paid.Parts.Single(p => p.Vendor.Id == plants.Vendor.Id.Value));

        await new VendorOrdersClient(app.SignedInAs(fruit.Owner)).RejectAsync(rejected.Id, new("OUT_OF_STOCK", "The last box went an hour ago."));
        await new VendorOrdersClient(app.SignedInAs(plants.Owner)).AcceptAsync(kept.Id, 15);

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }]);
        Assert.Equal(OrderStates.Preparing, order.State);
        Assert.Equal(rejected.Total, order.Payment.Refunded);
        Assert.Contains("last box", order.Parts.Single(p => p.Id == rejected.Id).CancelReason);
        Assert.Equal((10, 0), await app.StockOfAsync(fruit));
        Assert.Equal((9, 0), await app.StockOfAsync(plants));
    }

    [Fact]
    public async Task Believes_only_webhooks_that_are_signed_and_fresh()
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new SandboxEvent("evt_x", "payment.captured", "pay_unknown", Guid.CreateVersion7(), 1, "INR"), JsonSerializerOptions.Web));
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var good = SandboxGateway.Sign(MarketplaceApp.WebhookSecret, body, now);

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(good)); // genuine, about a payment that is not here (yet)
        foreach (var bad in (string?[])[null, "", "t=1", "v1=00", good[..^1] + (good[^1] == '0' ? '1' : '0'), SandboxGateway.Sign("another secret, at least 32 characters", body, now),
            SandboxGateway.Sign(MarketplaceApp.WebhookSecret, body, now.AddSeconds(-300)), SandboxGateway.Sign(MarketplaceApp.WebhookSecret, body, now.AddSeconds(302)),
            SandboxGateway.Sign(MarketplaceApp.WebhookSecret, [.. body, 32], now)])
        {
            Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(bad));
        }

        Assert.Contains(app.Logs, line => line.Contains("webhook.refused", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(SandboxGateway.Sign(MarketplaceApp.WebhookSecret, body, now.AddSeconds(-290))));

        Task<HttpStatusCode> SendAsync(string? signature) => WebhookAsync(body, signature);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Settles_once_when_webhook_return_and_sweeper_come_together()
    {
        for (var round = 0; round < 10; round++)
        {
            var stall = await app.OpenStallAsync();
            var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);
            await app.DecideAsync(placed, "pay");
            var (order, notice) = (Domain.Orders.OrderId.From(placed.OrderId), await NoticeAsync(placed));

            await Task.WhenAll(Enumerable.Range(0, 3 * Repeats.Of(named: 100, usual: 3)).Select(i => (i % 3) switch
            {
                0 => Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken),
                1 => SendAsync(notice),
                _ => SweepAsync(order),
            }));

            Assert.Equal(OrderStates.Confirmed, (await Orders.GetAsync(placed.Number, placed.AccessToken)).State);
            Assert.Single(await app.RaisedAsync<PaymentCompleted>(), e => e.OrderNumber == placed.Number);
            Assert.Equal((9, 0), await app.StockOfAsync(stall));
        }
    }

    private OrdersClient Orders => new(app.Guest());

    /// <summary>What the gateway would send about this payment.</summary>
    private async Task<byte[]> NoticeAsync(PlacedOrder placed)
    {
        await using var db = app.OpenDb();
        var id = placed.PaymentUrl!.Split('/')[^1];
        var notice = await db.Database.SqlQuery<SandboxEvent>(
            $"""select 'evt_' || id as "Id", 'payment.captured' as "Type", id as "PaymentId", reference as "Reference", amount as "Amount", currency as "Currency" from sandbox.payments where id = {id}""").SingleAsync();
        return JsonSerializer.SerializeToUtf8Bytes(notice, JsonSerializerOptions.Web);
    }

    private async Task SendAsync(byte[] notice) => Assert.Equal(
        HttpStatusCode.NoContent, await WebhookAsync(notice, SandboxGateway.Sign(MarketplaceApp.WebhookSecret, notice, app.Services.GetRequiredService<TimeProvider>().GetUtcNow())));

    private async Task<HttpStatusCode> WebhookAsync(byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/payments/webhooks/sandbox") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(SandboxGateway.SignatureHeader, signature);
        }

        using var answer = await app.Guest().SendAsync(request);
        return answer.StatusCode;
    }

    private async Task SweepAsync(Domain.Orders.OrderId order)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PaymentSettlement>().SettleOrderAsync(order, CancellationToken.None);
    }

    private async Task PassPayByAsync(PlacedOrder placed)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteAsync($"update orders.orders set pay_by = now() - interval '1 second' where id = '{placed.OrderId}'");
    }

    private async Task<int> UndeliveredAsync(PlacedOrder placed)
    {
        await using var db = app.OpenDb();
        var paymentId = placed.PaymentUrl!.Split('/')[^1];
        return await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from sandbox.webhooks where payment_id = {paymentId} and delivered_at is null").SingleAsync();
    }
}
