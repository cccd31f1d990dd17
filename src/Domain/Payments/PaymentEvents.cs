using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Payments;

[EventName("payment.initiated")]
public sealed record PaymentInitiated(PaymentId PaymentId, OrderId OrderId, string OrderNumber, Money Amount, PaymentMethod Method, DateTimeOffset At) : IDomainEvent;

[EventName("payment.completed")]
public sealed record PaymentCompleted(PaymentId PaymentId, OrderId OrderId, string OrderNumber, Money Amount, PaymentMethod Method, DateTimeOffset At) : IDomainEvent;

[EventName("payment.failed")]
public sealed record PaymentFailed(PaymentId PaymentId, OrderId OrderId, string OrderNumber, Money Amount, string Reason, DateTimeOffset At) : IDomainEvent;

public sealed record PaymentPageOpened(PaymentId PaymentId, OrderId OrderId, PaymentAttemptId AttemptId, DateTimeOffset At) : IDomainEvent;

public sealed record CashCollected(PaymentId PaymentId, OrderId OrderId, Money Amount, DateTimeOffset At) : IDomainEvent;

/// <summary>A part that was to be paid in cash was given up; its amount is not due any more.</summary>
public sealed record CashWaived(PaymentId PaymentId, OrderId OrderId, Money Amount, DateTimeOffset At) : IDomainEvent;

public sealed record RefundRequested(PaymentId PaymentId, OrderId OrderId, string OrderNumber, RefundId RefundId, Money Amount, DateTimeOffset At) : IDomainEvent;

[EventName("refund.processed")]
public sealed record RefundProcessed(PaymentId PaymentId, OrderId OrderId, string OrderNumber, RefundId RefundId, Money Amount, DateTimeOffset At) : IDomainEvent;
