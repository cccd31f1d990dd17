using System.Text.Json;
using System.Threading.Channels;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Microsoft.AspNetCore.SignalR;

namespace Marketplace.WebApi.Notifications;

/// <summary>Hands the fan-out's messages to this node's browsers, and tells those whose ticket ends to get another.</summary>
internal sealed class LiveForwarder(
    ILiveFanOut fanOut, LiveConnections connections, IHubContext<OrdersHub> orders, IHubContext<NotificationsHub> notifications, IHubContext<InventoryHub> inventory,
    TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan RenewalStep = TimeSpan.FromSeconds(5);

    // A message is only a hint: when thousands wait, the oldest may go.
    private readonly Channel<LiveMessage> _messages = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = fanOut.Subscribe(LiveMessages.Channel, text =>
        {
            if (JsonSerializer.Deserialize<LiveMessage>(text, JsonSerializerOptions.Web) is { } message)
            {
                _messages.Writer.TryWrite(message);
            }
        });
        try
        {
            await Task.WhenAll(ForwardAsync(stoppingToken), RenewAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
    }

    private async Task ForwardAsync(CancellationToken ct)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(ct))
        {
            if (ClientsOf(message.Hub) is { } clients)
            {
                await clients.Group(message.Group).SendAsync("changed", message.Topic, message.Kind, message.Facts, ct);
            }
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(RenewalStep, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            foreach (var (hub, connection) in connections.TakeExpiring())
            {
                await (ClientsOf(hub)?.Client(connection).SendAsync("renew", ct) ?? Task.CompletedTask);
            }
        }
    }

    private IHubClients? ClientsOf(string hub) => hub switch
    {
        LiveTopic.Orders => orders.Clients,
        LiveTopic.Notifications => notifications.Clients,
        LiveTopic.Inventory => inventory.Clients,
        _ => null,
    };
}
