using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Orders;

[EventName("order.created")]
public sealed record OrderPlaced(OrderId OrderId, string Number, UserId? CustomerId, Money Total, PaymentMethod Method, DateTimeOffset At) : IDomainEvent;

/// <summary>Paid, or to be paid in cash: the shops may begin.</summary>
public sealed record OrderConfirmed(OrderId OrderId, string Number, UserId? CustomerId, Money Total, DateTimeOffset At) : IDomainEvent;

/// <summary>The order as a whole moved, as the sum of its parts.</summary>
[EventName("order.status.updated")]
public sealed record OrderStateChanged(OrderId OrderId, string Number, UserId? CustomerId, OrderState From, OrderState To, DateTimeOffset At) : IDomainEvent;

/// <summary>One shop's part moved. Raised with every step, beside the step's own event.</summary>
public sealed record VendorOrderStateChanged(
    VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, VendorOrderState From, VendorOrderState To, DateTimeOffset At) : IDomainEvent;

/// <summary>Paid and waiting for the shop's answer until <c>AnswerBy</c>.</summary>
public sealed record VendorOrderConfirmed(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, DateTimeOffset AnswerBy, DateTimeOffset At) : IDomainEvent;

public sealed record VendorOrderAccepted(
    VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, FulfilmentMethod Method, DateTimeOffset ReadyBy, DateTimeOffset At) : IDomainEvent;

public sealed record VendorOrderReady(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, FulfilmentMethod Method, DateTimeOffset At) : IDomainEvent;

[EventName("order.shipped")]
public sealed record VendorOrderShipped(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, DateTimeOffset At) : IDomainEvent;

public sealed record VendorOrderDelivered(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, DateTimeOffset At) : IDomainEvent;

/// <summary>Cancelled or rejected; what was paid for it is given back in full.</summary>
public sealed record VendorOrderCancelled(
    VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, CancelCause Cause, string Reason, Money Total, DateTimeOffset At) : IDomainEvent;

/// <summary>Could not be handed over; it goes back to the shop.</summary>
public sealed record VendorOrderFailed(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, string Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>The shop has back what could not be handed over; what was paid for it is given back in full.</summary>
public sealed record VendorOrderReturned(VendorOrderId VendorOrderId, OrderId OrderId, VendorId VendorId, string Number, Money Total, DateTimeOffset At) : IDomainEvent;

public sealed record OrderLineRated(OrderId OrderId, OrderLineId LineId, ProductId ProductId, VendorId VendorId, int Stars, int? Before, DateTimeOffset At) : IDomainEvent;

[EventName("product.inventory.updated")]
public sealed record StockChanged(VariantId VariantId, VendorId VendorId, int Available, DateTimeOffset At) : IDomainEvent;
