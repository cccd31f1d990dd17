using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Application.Payments;

/// <summary>Where the storefront is, for links that leave it and come back.</summary>
public sealed record StoreLinks(string StoreUrl)
{
    /// <summary>The storefront's page that settles the payment and shows how it went.</summary>
    public string PaymentReturn(string number, string? accessToken) =>
        $"{StoreUrl.TrimEnd('/')}/checkout/return/{number}" + (accessToken is null ? "" : $"?token={Uri.EscapeDataString(accessToken)}");
}

/// <summary>Asks the gateway for a page to pay on. The order is stored before, so that nobody is ever charged without one.</summary>
public sealed partial class PaymentPages(IMarketplaceDb db, IPaymentGateway gateway, StoreLinks links, TimeProvider clock, ILogger<PaymentPages> log) : IUseCasePart
{
    /// <param name="method">Another way to pay than before; null keeps it.</param>
    public async Task<Result<string>> HandleAsync(OrderId orderId, PaymentMethod? method, string? accessToken, CancellationToken ct)
    {
        var payment = await db.Payments.SingleAsync(p => p.OrderId == orderId, ct);
        var attempt = payment.Attempts.Count == 0 ? null : payment.Attempts[^1];
        if (attempt is null or { State: not AttemptState.Created } || (method is { } other && other != attempt.Method))
        {
            var again = payment.TryAgain(method ?? payment.Method, clock.GetUtcNow());
            if (!again.IsSuccess)
            {
                return again.Error;
            }

            attempt = again.Value;
            await db.SaveChangesAsync(ct);
        }

        GatewayPage page;
        try
        {
            page = await gateway.OpenAsync(
                new(attempt.Id, payment.Amount, attempt.Method, $"Order {payment.OrderNumber}", links.PaymentReturn(payment.OrderNumber, accessToken)), ct);
        }
        catch (HttpRequestException away)
        {
            LogAway(away, payment.OrderNumber);
            return PaymentErrors.GatewayAway;
        }

        payment.Opened(attempt.Id, page.GatewayId, page.Url, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return page.Url;
    }

    [LoggerMessage(LogLevel.Warning, "The payment gateway did not open a page for order {Number}")]
    private partial void LogAway(Exception exception, string number);
}
