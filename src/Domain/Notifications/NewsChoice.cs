using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Notifications;

/// <summary>What news are about. People choose for each how they hear of it.</summary>
public enum NewsTopic
{
    /// <summary>The keys of the account and where it is signed in. Nobody can turn these off: they tell of a thief.</summary>
    Security,

    /// <summary>What the person ordered.</summary>
    Orders,

    /// <summary>What the person's shop, or an administrator, has to do. Mails of it go to the shop's own address.</summary>
    Work,
}

public static class NewsTopics
{
    extension(NewsTopic topic)
    {
        public bool CanBeTurnedOff => topic != NewsTopic.Security;

        /// <summary>Whether mails about it go to the person at all.</summary>
        public bool IsMailed => topic != NewsTopic.Work;

        /// <param name="kind">Of a notification, or of a mail.</param>
        public static NewsTopic OfKind(string kind) => kind.Replace('-', '_') switch
        {
            "order_confirmation" or "order_status" or "order_ready" or "order_shipped" or "order_delivered" or "order_cancelled" or "order_failed" or "order_returned"
                or "payment" or "payment_failed" or "refund_paid" => NewsTopic.Orders,
            "new_order" or "lost_order" or "ride" or "shift" or "low_stock" or "product_state" or "shop_waiting" or "app_waiting" or "application_waiting" => NewsTopic.Work,
            _ => NewsTopic.Security,
        };
    }
}

/// <summary>How a person wants to hear of something. Whoever chose nothing hears of everything.</summary>
public sealed class NewsChoice
{
    private NewsChoice() { } // EF Core

    public NewsChoice(UserId userId, NewsTopic topic) => (UserId, Topic) = (userId, topic);

    public UserId UserId { get; private init; }
    public NewsTopic Topic { get; private init; }
    public bool InApp { get; private set; } = true;
    public bool Mail { get; private set; } = true;

    public void Choose(bool inApp, bool mail) => (InApp, Mail) = Topic.CanBeTurnedOff ? (inApp, mail) : (true, true);
}
