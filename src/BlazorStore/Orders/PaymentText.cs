using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorStore.Orders;

/// <summary>How the ways to pay are named, in one place.</summary>
internal static class PaymentText
{
    public static string Of(string method) => method switch
    {
        PaymentMethods.Upi => "Approve in your UPI app",
        PaymentMethods.Card => "Debit or credit, on the bank’s page",
        PaymentMethods.Wallet => "From a wallet you already have",
        PaymentMethods.Cash => "When the bag is in your hands",
        _ => "",
    };

    public static string Icon(string method) => method switch
    {
        PaymentMethods.Upi => "smartphone",
        PaymentMethods.Card => "credit-card",
        PaymentMethods.Wallet => "wallet",
        _ => "banknote",
    };

    /// <summary>"by UPI", "in cash", for a sentence about a payment.</summary>
    public static string By(string method) => method switch
    {
        PaymentMethods.Upi => "by UPI",
        PaymentMethods.Card => "by card",
        PaymentMethods.Wallet => "by wallet",
        _ => "in cash",
    };
}
