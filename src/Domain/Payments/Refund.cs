using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Payments;

public readonly record struct RefundId(Guid Value) : IId<RefundId>
{
    public static RefundId From(Guid value) => new(value);
}

public enum RefundState
{
    Requested,
    Completed,
}

/// <summary>Money given back to the shopper. Made only by <see cref="Payment"/>; its id is the gateway's idempotency key.</summary>
public sealed class Refund
{
    public const int ReasonMaxLength = 500;

    private Refund() { } // EF Core

    internal Refund(VendorOrderId? partId, PaymentAttemptId? attempt, Money amount, string reason, DateTimeOffset at)
    {
        (Id, VendorOrderId, Attempt, Amount, RequestedAt, State) = (RefundId.New(), partId, attempt, amount, at, RefundState.Requested);
        Reason = reason.Length <= ReasonMaxLength ? reason : reason[..ReasonMaxLength];
    }

    public RefundId Id { get; private init; }

    /// <summary>The part that was given up.</summary>
    public VendorOrderId? VendorOrderId { get; private init; }

    /// <summary>Set when a superfluous capture goes back; it does not count against the order's captured amount.</summary>
    public PaymentAttemptId? Attempt { get; private init; }
    public Money Amount { get; private init; }
    public string Reason { get; private init; } = "";
    public RefundState State { get; private set; }
    public DateTimeOffset RequestedAt { get; private init; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public string? GatewayRefundId { get; private set; }

    internal bool Complete(string gatewayRefundId, DateTimeOffset now)
    {
        if (State == RefundState.Completed)
        {
            return false;
        }

        (State, GatewayRefundId, CompletedAt) = (RefundState.Completed, gatewayRefundId, now);
        return true;
    }
}
