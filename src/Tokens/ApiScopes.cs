namespace Marketplace.Tokens;

/// <summary>A part of the marketplace's API that a person can open to an application of others.</summary>
/// <param name="Name">As tokens and requests spell it.</param>
/// <param name="Title">What the application may do, as the person is told it.</param>
/// <param name="Words">What that means, in a sentence.</param>
public sealed record ApiScope(string Name, string Title, string Words);

/// <summary>
/// The published scopes. The identity server asks people for them in these words, and the API checks them, beside the rules that
/// hold for the person anyway: a scope never lets an application do more than its user may.
/// </summary>
public static class ApiScopes
{
    public const string OrdersRead = "orders.read";
    public const string OrdersWrite = "orders.write";
    public const string ProfileRead = "profile.read";
    public const string ProfileWrite = "profile.write";
    public const string AddressesRead = "addresses.read";
    public const string AddressesWrite = "addresses.write";
    public const string NotificationsRead = "notifications.read";
    public const string NotificationsWrite = "notifications.write";
    public const string VendorOrders = "vendor.orders";
    public const string VendorCatalog = "vendor.catalog";
    public const string RiderDeliveries = "rider.deliveries";

    public static IReadOnlyList<ApiScope> All { get; } =
    [
        new(OrdersRead, "See your orders", "What you bought, from which shops, for how much, and where it is now."),
        new(OrdersWrite, "Order for you", "Fill your cart, place orders in your name, and cancel and rate them."),
        new(ProfileRead, "See your profile and preferences", "Your username, what you say of yourself, your place, photo and measurements, and your language, currency and interests."),
        new(ProfileWrite, "Change your profile and preferences", "The same, in your name: others see what it writes. Your name, email, phone and password stay out of its reach."),
        new(AddressesRead, "See your addresses", "The places that you have things brought to, with the names, phone numbers and notes there."),
        new(AddressesWrite, "Change your addresses", "Keep new ones, change and delete those you have, and say which is used first."),
        new(NotificationsRead, "Read your notifications", "What the marketplace told you: of orders, of your shops, and of your account."),
        new(NotificationsWrite, "Mark your notifications as read", "So that what you have seen elsewhere is not new here."),
        new(VendorOrders, "Handle the orders of your shop", "See them with names, phone numbers and addresses, and accept, reject, prepare, hand over and cancel them."),
        new(VendorCatalog, "Keep the catalogue of your shop", "See and change products, prices, pictures and stock."),
        new(RiderDeliveries, "Ride for you", "See offers, deliveries and earnings, take deliveries, and say where you are and how they went."),
    ];

    public static ApiScope? Find(string name) => All.FirstOrDefault(scope => scope.Name == name);
}
