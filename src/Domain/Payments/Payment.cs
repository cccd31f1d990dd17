using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Payments;

public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId From(Guid value) => new(value);
}

public enum PaymentState
{
    /// <summary>Waits for the gateway.</summary>
    Initiated,
    Completed,
    Failed,

    /// <summary>The time to pay ran out.</summary>
    Expired,

    /// <summary>Cash, to be collected at the door or the counter.</summary>
    CashDue,
    CashCollected,

    /// <summary>Every part that was to be paid in cash was given up: nothing is due.</summary>
    Cancelled,
}

/// <summary>
/// What is paid for one order. At most one attempt is kept; money captured twice, or too late, goes back in full.
/// </summary>
public sealed class Payment : AggregateRoot
{
    private readonly List<PaymentAttempt> _attempts = [];
    private readonly List<Refund> _refunds = [];

    private Payment() { } // EF Core

    public override Guid StreamId => OrderId.Value;
    public PaymentId Id { get; private init; }
    public OrderId OrderId { get; private init; }
    public string OrderNumber { get; private init; } = "";
    public PaymentMethod Method { get; private set; }
    public Money Amount { get; private init; }

    /// <summary>What the gateway captured for this order, or what was collected in cash.</summary>
    public Money Captured { get; private set; }

    /// <summary>Cash that nobody owes any more, because its part was cancelled or could not be delivered.</summary>
    public Money Waived { get; private set; }
    public PaymentState State { get; private set; }
    public string? FailureReason { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public IReadOnlyList<PaymentAttempt> Attempts => _attempts;
    public IReadOnlyList<Refund> Refunds => _refunds;
    public Money Refunded => _refunds.Where(r => r.Attempt is null).Aggregate(Money.Zero(Amount.Currency), (sum, r) => sum + r.Amount);
    public Money Refundable => Captured - Refunded;

    /// <summary>What is still to be paid at the door or the counter.</summary>
    public Money CashDue => State == PaymentState.CashDue ? Amount - Captured - Waived : Money.Zero(Amount.Currency);

    public static Payment For(Order order, DateTimeOffset now)
    {
        var isCash = order.PaymentMethod == PaymentMethod.CashOnDelivery;
        var payment = new Payment
        {
            Id = PaymentId.New(),
            OrderId = order.Id,
            OrderNumber = order.Number,
            Method = order.PaymentMethod,
            Amount = order.Total,
            Captured = Money.Zero(order.Total.Currency),
            Waived = Money.Zero(order.Total.Currency),
            State = isCash ? PaymentState.CashDue : PaymentState.Initiated,
            CreatedAt = now,
        };
        if (isCash)
        {
            payment.Raise(new PaymentInitiated(payment.Id, payment.OrderId, payment.OrderNumber, payment.Amount, payment.Method, now));
        }
        else
        {
            payment.TryAgain(order.PaymentMethod, now);
        }

        return payment;
    }

    /// <summary>A fresh attempt; earlier ones that are still open at the gateway may still succeed, and then count.</summary>
    public Result<PaymentAttempt> TryAgain(PaymentMethod method, DateTimeOffset now)
    {
        if (State is not (PaymentState.Initiated or PaymentState.Failed) || method == PaymentMethod.CashOnDelivery)
        {
            return State == PaymentState.Expired ? OrderErrors.PaymentOver : OrderErrors.AlreadyPaid;
        }

        var attempt = new PaymentAttempt(_attempts.Count + 1, method, now);
        _attempts.Add(attempt);
        (State, Method, FailureReason) = (PaymentState.Initiated, method, null);
        Raise(new PaymentInitiated(Id, OrderId, OrderNumber, Amount, method, now));
        return attempt;
    }

    /// <summary>The gateway captured an attempt. Safe to call again. A second or late capture is refunded in full.</summary>
    /// <param name="isWanted">False when the order was given up meanwhile.</param>
    public Capture Complete(PaymentAttemptId attemptId, bool isWanted, DateTimeOffset now)
    {
        var attempt = _attempts.Single(a => a.Id == attemptId);
        if (attempt.State == AttemptState.Captured)
        {
            return Capture.Known;
        }

        attempt.Capture();
        if (!isWanted || State is PaymentState.Completed)
        {
            Raise(Add(new Refund(null, attempt.Id, Amount, "Paid twice or too late", now), now));
            return Capture.Unwanted;
        }

        (State, Captured, Method, FailureReason) = (PaymentState.Completed, Amount, attempt.Method, null);
        Raise(new PaymentCompleted(Id, OrderId, OrderNumber, Amount, Method, now));
        return Capture.Wanted;
    }

    public void Fail(PaymentAttemptId attemptId, string reason, DateTimeOffset now)
    {
        var attempt = _attempts.Single(a => a.Id == attemptId);
        if (attempt.State is not (AttemptState.Created or AttemptState.Open))
        {
            return;
        }

        attempt.Fail(reason);
        if (State == PaymentState.Initiated && _attempts[^1].Id == attemptId)
        {
            (State, FailureReason) = (PaymentState.Failed, attempt.FailureReason);
            Raise(new PaymentFailed(Id, OrderId, OrderNumber, Amount, attempt.FailureReason!, now));
        }
    }

    public void Opened(PaymentAttemptId attemptId, string gatewayId, string pageUrl, DateTimeOffset now)
    {
        _attempts.Single(a => a.Id == attemptId).Open(gatewayId, pageUrl);
        Raise(new PaymentPageOpened(Id, OrderId, attemptId, now));
    }

    public void Expire(DateTimeOffset now)
    {
        if (State is PaymentState.Initiated or PaymentState.Failed)
        {
            (State, FailureReason) = (PaymentState.Expired, FailureReason ?? "The time to pay ran out");
            Raise(new PaymentFailed(Id, OrderId, OrderNumber, Amount, FailureReason, now));
        }
    }

    /// <summary>Cash for one part came in at the door or the counter.</summary>
    public void CollectCash(Money amount, DateTimeOffset now)
    {
        Captured += NoMoreThanDue(amount);
        if (Captured + Waived == Amount)
        {
            Close(now);
        }
        else
        {
            Raise(new CashCollected(Id, OrderId, amount, now));
        }
    }

    /// <summary>A part that was to be paid in cash was given up: nobody owes for it. Does nothing to other payments.</summary>
    public void WaiveCash(Money amount, DateTimeOffset now)
    {
        if (State != PaymentState.CashDue)
        {
            return;
        }

        Waived += NoMoreThanDue(amount);
        if (Captured + Waived == Amount)
        {
            Close(now);
        }
        else
        {
            Raise(new CashWaived(Id, OrderId, amount, now));
        }
    }

    /// <summary>Gives a part's money back. Once for each part; nothing when nothing was captured for it.</summary>
    public Refund? RefundPart(VendorOrderId partId, Money amount, string reason, DateTimeOffset now)
    {
        if (State != PaymentState.Completed || amount.IsZero || _refunds.Any(r => r.VendorOrderId == partId))
        {
            return null;
        }

        if (amount > Refundable)
        {
            throw new InvalidOperationException($"Refunding {amount} would give back more than the {Refundable} that is left.");
        }

        var refund = new Refund(partId, null, amount, reason, now);
        Raise(Add(refund, now));
        return refund;
    }

    public void RefundPaid(RefundId refundId, string gatewayRefundId, DateTimeOffset now)
    {
        var refund = _refunds.Single(r => r.Id == refundId);
        if (refund.Complete(gatewayRefundId, now))
        {
            Raise(new RefundProcessed(Id, OrderId, OrderNumber, refundId, refund.Amount, now));
        }
    }

    private Money NoMoreThanDue(Money amount) => amount <= CashDue
        ? amount
        : throw new InvalidOperationException($"{amount} in cash is more than the {CashDue} that is due.");

    private void Close(DateTimeOffset now)
    {
        State = Captured.IsZero ? PaymentState.Cancelled : PaymentState.CashCollected;
        Raise(State == PaymentState.CashCollected
            ? new PaymentCompleted(Id, OrderId, OrderNumber, Captured, Method, now)
            : new CashWaived(Id, OrderId, Waived, now));
    }

    private RefundRequested Add(Refund refund, DateTimeOffset now)
    {
        _refunds.Add(refund);
        return new(Id, OrderId, OrderNumber, refund.Id, refund.Amount, now);
    }
}

public enum Capture
{
    /// <summary>The order is paid by it.</summary>
    Wanted,

    /// <summary>It was told before.</summary>
    Known,

    /// <summary>The order was paid already or is given up; the money goes back.</summary>
    Unwanted,
}
