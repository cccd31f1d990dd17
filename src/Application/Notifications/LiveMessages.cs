using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Notifications;

/// <summary>What a page can listen to.</summary>
/// <param name="Name">As clients say it: <c>order:MK-7F3K-9QTD</c>.</param>
/// <param name="Group">As the server tells people apart: <c>user</c> is another group for each user.</param>
public readonly record struct LiveTopic(string Hub, string Name, string Group)
{
    public const string Orders = "orders";
    public const string Notifications = "notifications";
    public const string Inventory = "inventory";

    public static LiveTopic Dispatch { get; } = new(Orders, "dispatch", "dispatch");

    public static LiveTopic Order(string number) => Of(Orders, $"order:{number}");

    public static LiveTopic Vendor(VendorId id) => Of(Orders, $"vendor:{id.Value}");

    public static LiveTopic Rider(RiderId id) => Of(Orders, $"rider:{id.Value}");

    public static LiveTopic Product(ProductId id) => Of(Inventory, $"product:{id.Value}");

    /// <summary>What a signed-in shopper's devices have in their one cart.</summary>
    public static LiveTopic Cart(UserId id) => new(Inventory, "cart", $"cart:{id.Value}");

    /// <summary>Whether a person is here. Named by username, because nobody is told ids of people.</summary>
    public static LiveTopic Person(UserId id, string username) => new(Notifications, $"person:{username.ToLowerInvariant()}", $"person:{id.Value}");

    /// <summary>What a person shows of themselves. For whoever may see it, which is another matter than whether they are here.</summary>
    public static LiveTopic Profile(UserId id, string username) => new(Notifications, $"profile:{username.ToLowerInvariant()}", $"profile:{id.Value}");

    /// <summary>An account, for administrators who may see people.</summary>
    public static LiveTopic Account(UserId id) => Of(Notifications, $"account:{id.Value}");

    public static LiveTopic User(UserId id) => new(Notifications, "user", $"user:{id.Value}");

    private static LiveTopic Of(string hub, string name) => new(hub, name, name);
}

/// <param name="Facts">A few small values for a badge or a toast; the page fetches the rest.</param>
public sealed record LiveMessage(string Hub, string Group, string Topic, string Kind, IReadOnlyDictionary<string, string> Facts);

/// <summary>Tells the pages that listen to a topic, on whatever node they are, that it changed.</summary>
public sealed class LiveMessages(ILiveFanOut fanOut)
{
    public const string Channel = "live";

    public Task TellAsync(LiveTopic topic, string kind, CancellationToken ct, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var values = new Dictionary<string, string>(facts.Length);
        foreach (var (name, value) in facts)
        {
            values[name] = value;
        }

        var message = new LiveMessage(topic.Hub, topic.Group, topic.Name, kind, values);
        return fanOut.PublishAsync(Channel, JsonSerializer.Serialize(message, JsonSerializerOptions.Web), ct);
    }
}
