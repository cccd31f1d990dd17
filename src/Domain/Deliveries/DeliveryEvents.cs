using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>A shop accepted an order that a rider must bring: somebody has to be found.</summary>
public sealed record DeliveryRequested(DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, DateTimeOffset ReadyBy, DateTimeOffset At) : IDomainEvent;

/// <summary>Asks one rider, who has until <c>ExpiresAt</c> to answer.</summary>
public sealed record DeliveryOffered(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, OfferId OfferId, RiderId? RiderId, UserId RiderUserId, string RiderName,
    DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;

/// <summary>The rider said no, did not answer in time, or the offer was taken back.</summary>
public sealed record DeliveryOfferEnded(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, OfferId OfferId, RiderId? RiderId, UserId RiderUserId, string RiderName,
    OfferAnswer Answer, DateTimeOffset At) : IDomainEvent;

/// <summary>A rider took it, or the dispatcher gave it to them.</summary>
public sealed record DeliveryAssigned(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, UserId RiderUserId, string RiderName, DateTimeOffset At) : IDomainEvent;

/// <summary>The dispatcher gave it to somebody else, or its rider may no longer ride; <c>RiderId</c> is who no longer has it.</summary>
public sealed record DeliveryTakenAway(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, UserId RiderUserId, string RiderName, DateTimeOffset At) : IDomainEvent;

/// <summary>The shop has packed it.</summary>
public sealed record DeliveryReady(DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string? RiderName, DateTimeOffset At) : IDomainEvent;

public sealed record DeliveryPickedUp(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, DateTimeOffset At) : IDomainEvent;

/// <summary>On the way to the customer.</summary>
public sealed record DeliveryStarted(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, DateTimeOffset At) : IDomainEvent;

/// <summary>In the customer's hands, against the PIN. <c>CashCollected</c> is zero when it was paid before.</summary>
public sealed record DeliveryDelivered(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, Money CashCollected, Money Fee, DateTimeOffset At) : IDomainEvent;

/// <summary>It could not be handed over; it goes back to the shop.</summary>
/// <param name="Who">Who says so: the rider, or the marketplace in their place.</param>
public sealed record DeliveryFailed(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, FailureReason Reason, string? Note, string Who, DateTimeOffset At) : IDomainEvent;

/// <summary>On the way back to the shop.</summary>
public sealed record DeliveryReturning(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, DateTimeOffset At) : IDomainEvent;

/// <summary>Back in the shop's hands.</summary>
/// <param name="Who">Who says so: the rider, or the marketplace in their place.</param>
public sealed record DeliveryReturned(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, string Who, DateTimeOffset At) : IDomainEvent;

/// <summary>The dispatcher gave it up: nobody has it who could hand it over or bring it back.</summary>
public sealed record DeliveryLost(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string RiderName, string Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>The order was cancelled before it was picked up. The rider, when there is one, is free again.</summary>
public sealed record DeliveryCancelled(
    DeliveryId DeliveryId, VendorOrderId VendorOrderId, OrderId OrderId, string Number, RiderId? RiderId, string? RiderName, string Reason, DateTimeOffset At) : IDomainEvent;

public sealed record RiderSaved(RiderId RiderId, UserId UserId, bool IsActive, DateTimeOffset At) : IDomainEvent;

public sealed record RiderWentOnline(RiderId RiderId, UserId UserId, DateTimeOffset At) : IDomainEvent;

public sealed record RiderWentOffline(RiderId RiderId, UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>A rider gave a wrong code or PIN.</summary>
public sealed record DeliveryCodeRefused(DeliveryId DeliveryId, VendorOrderId VendorOrderId, RiderId? RiderId, int TriesLeft, DateTimeOffset At) : IDomainEvent;
