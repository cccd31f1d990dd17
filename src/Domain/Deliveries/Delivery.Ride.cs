using System.Security.Cryptography;
using System.Text;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>What the rider does, once assigned. Each hand-over needs the other side's digits.</summary>
public sealed partial class Delivery
{
    public const int CodeTries = 5;
    public static readonly TimeSpan CodeTriesWindow = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes within the window that began at <see cref="WrongCodesSince"/>.</summary>
    public int WrongCodes { get; private set; }
    public DateTimeOffset? WrongCodesSince { get; private set; }

    /// <summary>Takes the bag against the shop's code. A refusal for a wrong code is a change too: it counts.</summary>
    public Result<Done> PickUp(string code, DateTimeOffset now)
    {
        if (Refuse(DeliveryAction.PickUp) is { } impossible)
        {
            return impossible;
        }

        if (CheckCode(code, PickupCode, DeliveryErrors.WrongCode, now) is { } wrong)
        {
            return wrong;
        }

        Step(DeliveryAction.PickUp, RiderName!, null, now);
        (IsReady, PickedUpAt) = (true, now);
        Raise(new DeliveryPickedUp(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, now));
        return new Done();
    }

    /// <summary>Rides to the customer; after a failure, back to the shop.</summary>
    public Result<Done> Start(DateTimeOffset now)
    {
        if (Step(DeliveryAction.Start, RiderName ?? Marketplace, null, now) is { } impossible)
        {
            return impossible;
        }

        Raise(State == DeliveryState.Returning
            ? new DeliveryReturning(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, now)
            : new DeliveryStarted(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, now));
        return new Done();
    }

    /// <summary>Hands it over against the customer's PIN and, when cash is due, exactly that cash.</summary>
    public Result<Done> Deliver(string pin, decimal? cashCollected, DateTimeOffset now)
    {
        if (Refuse(DeliveryAction.Deliver) is { } impossible)
        {
            return impossible;
        }

        if ((cashCollected ?? 0) != CashToCollect.Amount)
        {
            return CashToCollect.IsZero ? DeliveryErrors.CashUnexpected : DeliveryErrors.CashDiffers(CashToCollect);
        }

        if (CheckCode(pin, Pin, DeliveryErrors.WrongPin, now) is { } wrong)
        {
            return wrong;
        }

        Step(DeliveryAction.Deliver, RiderName!, null, now);
        CashCollected = CashToCollect;
        Raise(new DeliveryDelivered(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, CashCollected, Fee, now));
        return new Done();
    }

    /// <summary>It cannot be handed over and goes back to the shop.</summary>
    public Result<Done> Fail(FailureReason reason, string? note, DateTimeOffset now)
    {
        if (Refuse(DeliveryAction.Fail) is { } impossible)
        {
            return impossible;
        }

        FailAs(reason, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), RiderName!, RiderName!, now);
        return new Done();
    }

    /// <summary>Gives it back against the code that only the shop sees, so that goods and money go back for what really came back.</summary>
    public Result<Done> Return(string code, DateTimeOffset now)
    {
        if (Refuse(DeliveryAction.Return) is { } impossible)
        {
            return impossible;
        }

        if (CheckCode(code, ReturnCode, DeliveryErrors.WrongReturnCode, now) is { } wrong)
        {
            return wrong;
        }

        Step(DeliveryAction.Return, RiderName!, null, now);
        Raise(new DeliveryReturned(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, RiderName!, now));
        return new Done();
    }

    private void FailAs(FailureReason reason, string? note, string noteOf, string who, DateTimeOffset now)
    {
        Step(DeliveryAction.Fail, noteOf, note, now);
        FailureReason = reason;
        Raise(new DeliveryFailed(Id, VendorOrderId, OrderId, Number, RiderId, RiderName!, reason, note, who, now));
    }

    private Error? Refuse(DeliveryAction action) =>
        DeliveryProgress.After(State, action) is null ? DeliveryErrors.NotPossible(State, action) : null;

    private Error? CheckCode(string given, string right, Func<int, Error> refusal, DateTimeOffset now)
    {
        if (WrongCodesSince is { } since && now - since >= CodeTriesWindow)
        {
            (WrongCodes, WrongCodesSince) = (0, null);
        }

        if (WrongCodes >= CodeTries)
        {
            return DeliveryErrors.TooManyTries;
        }

        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(right)))
        {
            (WrongCodes, WrongCodesSince) = (0, null);
            return null;
        }

        (WrongCodes, WrongCodesSince) = (WrongCodes + 1, WrongCodesSince ?? now);
        Raise(new DeliveryCodeRefused(Id, VendorOrderId, RiderId, CodeTries - WrongCodes, now));
        return refusal(CodeTries - WrongCodes);
    }
}
