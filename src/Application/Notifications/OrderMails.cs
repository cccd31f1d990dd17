using System.Globalization;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Notifications;

/// <summary>What mails say of an order: every amount, per shop and altogether.</summary>
internal static class OrderMails
{
    extension(Order order)
    {
        public Dictionary<string, object> Values(Notifier notifier) => new()
        {
            ["name"] = order.Contact.Name,
            ["number"] = order.Number,
            ["orderUrl"] = notifier.OrderUrl(order.Number),
            ["parts"] = order.Parts.Select(p => p.Values()).ToArray(),
            ["goodsTotal"] = Notifier.Amount(order.Goods),
            ["deliveryTotal"] = Notifier.Amount(order.Delivery),
            ["platformFeeTotal"] = Notifier.Amount(order.PlatformFee),
            ["taxLabel"] = order.PriceIncludesTax ? "Tax, included" : "Tax",
            ["taxTotal"] = Notifier.Amount(order.Tax),
            ["total"] = Notifier.Amount(order.Total),
            ["paymentMethod"] = order.PaymentMethod switch
            {
                PaymentMethod.CashOnDelivery => "cash on delivery",
                PaymentMethod.Upi => "UPI",
                PaymentMethod.Card => "card",
                PaymentMethod.Wallet => "wallet",
                _ => throw new InvalidOperationException($"No words for {order.PaymentMethod}."),
            },
        };
    }

    extension(VendorOrder part)
    {
        public Dictionary<string, object> Values() => new()
        {
            ["shop"] = part.VendorName,
            ["method"] = part.Method == FulfilmentMethod.Delivery ? "delivery" : "pickup",
            ["lines"] = part.Lines.Select(l => new Dictionary<string, object>
            {
                ["quantity"] = l.Quantity.ToString(CultureInfo.InvariantCulture),
                ["item"] = l.VariantText is { Length: > 0 } variant ? $"{l.Name}, {variant}" : l.Name,
                ["lineTotal"] = Notifier.Amount(l.Total),
            }).ToArray(),
            ["goods"] = Notifier.Amount(part.Goods),
            ["delivery"] = Notifier.Amount(part.DeliveryFee),
            ["platformFee"] = Notifier.Amount(part.PlatformFee),
            ["partTotal"] = Notifier.Amount(part.Total),
        };
    }
}
