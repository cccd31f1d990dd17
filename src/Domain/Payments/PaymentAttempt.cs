using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Payments;

public readonly record struct PaymentAttemptId(Guid Value) : IId<PaymentAttemptId>
{
    public static PaymentAttemptId From(Guid value) => new(value);
}

public enum AttemptState
{
    /// <summary>The gateway does not know it yet.</summary>
    Created,

    /// <summary>The gateway shows its page.</summary>
    Open,
    Captured,
    Failed,
}

/// <summary>One visit to the gateway. Its id is the idempotency key of our calls.</summary>
public sealed class PaymentAttempt
{
    public const int ReasonMaxLength = 300;

    private PaymentAttempt() { } // EF Core

    internal PaymentAttempt(int number, PaymentMethod method, DateTimeOffset at) =>
        (Id, Number, Method, State, At) = (PaymentAttemptId.New(), number, method, AttemptState.Created, at);

    public PaymentAttemptId Id { get; private init; }
    public int Number { get; private init; }
    public PaymentMethod Method { get; private init; }
    public AttemptState State { get; private set; }
    public DateTimeOffset At { get; private init; }

    /// <summary>The gateway's name for it.</summary>
    public string? GatewayId { get; private set; }
    public string? PageUrl { get; private set; }
    public string? FailureReason { get; private set; }

    internal void Open(string gatewayId, string pageUrl)
    {
        (GatewayId, PageUrl) = (gatewayId, pageUrl);
        if (State == AttemptState.Created)
        {
            State = AttemptState.Open;
        }
    }

    internal void Capture() => (State, FailureReason) = (AttemptState.Captured, null);

    internal void Fail(string reason) =>
        (State, FailureReason) = (AttemptState.Failed, reason.Length <= ReasonMaxLength ? reason : reason[..ReasonMaxLength]);
}
