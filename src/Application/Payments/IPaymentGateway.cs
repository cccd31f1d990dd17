using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Payments;

/// <param name="Reference">Our attempt: the gateway's idempotency key. The same reference never opens a second payment.</param>
/// <param name="ReturnUrl">Where the browser goes when the shopper is done.</param>
public sealed record GatewayRequest(PaymentAttemptId Reference, Money Amount, PaymentMethod Method, string Description, string ReturnUrl);

public sealed record GatewayPage(string GatewayId, string Url);

public enum GatewayState
{
    Open,
    Captured,
    Failed,
}

public sealed record GatewayPayment(string GatewayId, PaymentAttemptId Reference, GatewayState State, Money Amount, string? FailureReason);

/// <summary>
/// A payment service provider with a hosted page. Calls go over the network and are never made inside a database
/// transaction; each may be repeated with the same key.
/// </summary>
public interface IPaymentGateway
{
    Task<GatewayPage> OpenAsync(GatewayRequest request, CancellationToken ct);

    /// <summary>What the gateway says now; null when it does not know the payment.</summary>
    Task<GatewayPayment?> FindAsync(string gatewayId, CancellationToken ct);

    /// <returns>The gateway's name for the refund.</returns>
    Task<string> RefundAsync(string gatewayId, Money amount, RefundId idempotencyKey, CancellationToken ct);

    /// <summary>Checks a webhook's signature and age, and tells which payment it is about; null when it is not genuine.</summary>
    /// <param name="headers">Of the request, by their names in lower case.</param>
    WebhookCall? ReadWebhook(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string> headers, DateTimeOffset now);
}

/// <param name="GatewayId">Null for a kind of event that is of no interest.</param>
public sealed record WebhookCall(string EventId, string? GatewayId);
