namespace Marketplace.Domain.Orders;

/// <summary>The order as a whole; see <see cref="OrderProgress"/> for how it follows from its parts.</summary>
public enum OrderState
{
    Pending,
    Confirmed,
    Preparing,
    OutForDelivery,
    PartiallyDelivered,
    Delivered,
    PartiallyCancelled,
    Cancelled,
    Failed,
    Returned,
}

/// <summary>One shop's part of an order.</summary>
public enum VendorOrderState
{
    /// <summary>Waits for payment.</summary>
    Pending,

    /// <summary>Paid (or cash); waits for the shop to accept.</summary>
    Confirmed,
    Preparing,
    Ready,
    OutForDelivery,
    Delivered,
    Cancelled,
    Failed,
    Returned,
}

public enum FulfilmentMethod
{
    Delivery,
    Pickup,
}

public enum PaymentMethod
{
    CashOnDelivery,
    Upi,
    Card,
    Wallet,
}

/// <summary>Who ended a part, or what did.</summary>
public enum CancelCause
{
    Customer,
    Vendor,
    Admin,

    /// <summary>The shop did not answer in time.</summary>
    NoAnswer,

    /// <summary>Payment was declined or never came.</summary>
    Unpaid,

    /// <summary>It was lost on the way: the goods do not come back to the shelf.</summary>
    Lost,
}
