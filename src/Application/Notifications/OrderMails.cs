using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Notifications;

/// <summary>What mails say of an order: every amount, per shop and altogether.</summary>
internal static class OrderMails
{
    extension(Order order)
    {
        public Dictionary<string, object> Values(Notifier notifier)
        {
            var key = notifier.KeyOf(order);
            return new()
            {
                ["name"] = order.Contact.Name,
                ["number"] = order.Number,
                ["orderUrl"] = notifier.OrderUrl(order, key),
                ["guest"] = key is null ? [] : new[] { new Dictionary<string, object> { ["key"] = key } },
                ["parts"] = order.Parts.Select(p => p.Values()).ToArray(),
                ["goodsTotal"] = order.Goods.ToWords(),
                ["deliveryTotal"] = order.Delivery.ToWords(),
                ["platformFeeTotal"] = order.PlatformFee.ToWords(),
                ["taxLabel"] = order.PriceIncludesTax ? "Tax, included" : "Tax",
                ["taxTotal"] = order.Tax.ToWords(),
                ["total"] = order.Total.ToWords(),
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
                ["lineTotal"] = l.Total.ToWords(),
            }).ToArray(),
            ["goods"] = part.Goods.ToWords(),
            ["delivery"] = part.DeliveryFee.ToWords(),
            ["platformFee"] = part.PlatformFee.ToWords(),
            ["partTotal"] = part.Total.ToWords(),
        };
    }
}
