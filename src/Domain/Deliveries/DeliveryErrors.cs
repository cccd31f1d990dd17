using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

public static class DeliveryErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "delivery.not_found", "There is no such delivery.");
    public static Error OfferNotFound { get; } = new(ErrorKind.NotFound, "offer.not_found", "There is no such offer.");
    public static Error OfferTaken { get; } = new(ErrorKind.Conflict, "offer.taken", "Another rider was faster. You stay in line for the next one.");
    public static Error OfferOver { get; } = new(ErrorKind.Conflict, "offer.over", "The time for this offer is over. That costs you nothing.");
    public static Error OfferWithdrawn { get; } = new(ErrorKind.Conflict, "offer.withdrawn", "This offer was taken back. That costs you nothing.");
    public static Error RiderBusy { get; } = new(ErrorKind.Conflict, "rider.busy", "This rider has a delivery already.");
    public static Error RiderOffline { get; } = new(ErrorKind.Conflict, "rider.offline", "This rider is offline. Choose one who is online.");
    public static Error RiderNotFound { get; } = new(ErrorKind.NotFound, "rider.not_found", "There is no such rider.");
    public static Error NotARider { get; } = new(ErrorKind.Forbidden, "rider.not_a_rider", "This account does not belong to an active rider.");
    public static Error FinishFirst { get; } = new(ErrorKind.Conflict, "rider.finish_first", "Finish your delivery first. Then you can go offline.");
    public static Error StaysOffline { get; } = new(ErrorKind.Conflict, "rider.offline", "You are offline. Go online to share where you are.");
    public static Error UserIsRider { get; } = new(ErrorKind.Conflict, "rider.exists", "This person is a rider already.", "email");
    public static Error NoSuchUser { get; } = new(ErrorKind.Invalid, "rider.no_such_user", "Nobody has signed up with this e-mail address. Ask them to create an account first.", "email");
    public static Error ReasonNeeded { get; } = new(ErrorKind.Invalid, "delivery.reason_needed", "A rider has this parcel. Say why another one takes it over.", "reason");
    public static Error Implausible { get; } = new(ErrorKind.Conflict, "rider.position_implausible", "This position is too far from the last one to be right. It was not stored.");
    public static Error TooManyTries { get; } = new(ErrorKind.Conflict, "delivery.too_many_tries", "That were too many wrong codes. Wait ten minutes, or call the dispatcher.");
    public static Error CashUnexpected { get; } = new(ErrorKind.Conflict, "delivery.cash_differs", "This order is paid. Take no cash.", "cashCollected");

    public static Error WrongCode(int left) =>
        new(ErrorKind.Conflict, "delivery.wrong_code", $"That is not it. Ask the shop to read the four digits again. {Tries(left)}", "code");

    public static Error WrongReturnCode(int left) =>
        new(ErrorKind.Conflict, "delivery.wrong_code", $"That is not it. Ask the shop to open the order and read the four digits again. {Tries(left)}", "code");

    public static Error WrongPin(int left) =>
        new(ErrorKind.Conflict, "delivery.wrong_pin", $"That is not it. Ask the customer to open the order and read the four digits again. {Tries(left)}", "pin");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, $"rider.{field}_invalid", message, field);

    public static Error CashDiffers(Money due) =>
        new(ErrorKind.Conflict, "delivery.cash_differs", $"Collect exactly {due.Amount:0.##} {due.Currency}, then say so.", "cashCollected");

    public static Error NotPossible(DeliveryState state, DeliveryAction action) =>
        new(ErrorKind.Conflict, "delivery.wrong_state", $"{Words(action)} is not possible: the delivery {Words(state)}.");

    private static string Tries(int left) => left switch
    {
        0 => "No tries left for ten minutes.",
        1 => "1 try left.",
        _ => $"{left} tries left.",
    };

    private static string Words(DeliveryAction action) => action switch
    {
        DeliveryAction.Offer => "Offering it",
        DeliveryAction.SearchOn => "Searching on",
        DeliveryAction.Assign => "Assigning it",
        DeliveryAction.PickUp => "Picking it up",
        DeliveryAction.Start => "Starting the ride",
        DeliveryAction.Deliver => "Delivering it",
        DeliveryAction.Fail => "Giving up",
        DeliveryAction.Return => "Returning it",
        DeliveryAction.Cancel => "Cancelling it",
        DeliveryAction.PassOn => "Passing it on",
        DeliveryAction.Lose => "Giving it up for lost",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static string Words(DeliveryState state) => state switch
    {
        DeliveryState.Searching => "waits for a rider",
        DeliveryState.Offered => "is offered to a rider",
        DeliveryState.Assigned => "is not picked up yet",
        DeliveryState.PickedUp => "is picked up and has not started",
        DeliveryState.InTransit => "is on its way",
        DeliveryState.Delivered => "is delivered",
        DeliveryState.Failed => "has failed and goes back to the shop",
        DeliveryState.Returning => "is on its way back to the shop",
        DeliveryState.Returned => "is back at the shop",
        DeliveryState.Cancelled => "is cancelled",
        DeliveryState.Lost => "is lost",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
