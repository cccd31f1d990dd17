using Marketplace.Application.Notifications;
using Microsoft.AspNetCore.SignalR;

namespace Marketplace.WebApi.Notifications;

/// <summary>
/// Browsers only listen: there is nothing to call. The ticket in the query names the groups; a connection is in no other, and
/// ends when its ticket does. The client gets <c>changed(topic, kind, facts)</c>, and <c>renew()</c> shortly before the end.
/// </summary>
internal abstract class LiveHub(string name, LiveTickets tickets, LiveConnections connections) : Hub
{
    public override async Task OnConnectedAsync()
    {
        if (tickets.Read(Context.GetHttpContext()?.Request.Query["ticket"], name) is not { } grant || !connections.TryAdd(Context, grant))
        {
            Context.Abort();
            return;
        }

        foreach (var group in grant.Groups)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);
        }

        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

internal sealed class OrdersHub(LiveTickets tickets, LiveConnections connections) : LiveHub(LiveTopic.Orders, tickets, connections);

internal sealed class NotificationsHub(LiveTickets tickets, LiveConnections connections) : LiveHub(LiveTopic.Notifications, tickets, connections);

internal sealed class InventoryHub(LiveTickets tickets, LiveConnections connections) : LiveHub(LiveTopic.Inventory, tickets, connections);
