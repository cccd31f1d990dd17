using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Marketplace.WebApi.Tests.Shared;

public sealed class EventBusTests
{
    private static readonly VendorId Vendor = VendorId.New();

    [Fact]
    public async Task Loses_nothing_while_the_broker_is_away_and_keeps_the_order_of_a_stream()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        var received = new ConcurrentQueue<(string Key, Guid Id, int Number, Guid Stream)>();
        await DeclareAsync(broker);
        await using var node = await RelayNode.StartAsync(
            await TestDatabase.CreateAsync(), _ => { }, o => (o.LongestRetryWhenAway, o.MaxAttempts) = (TimeSpan.FromMilliseconds(300), 3), ("RabbitMq:Uri", broker.Uri.ToString()));
        Guid[] streams = [.. Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7())];

        await RaiseAsync(node, streams, 1, 10);
        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0, TimeSpan.FromSeconds(60));
        await broker.StopAsync();
        var watch = Stopwatch.StartNew();
        await RaiseAsync(node, streams, 11, 10);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20)); // whoever raises events does not feel the outage
        await Eventually.TrueAsync(async () => (await node.FailuresAsync()).Any(f => f.Attempts > 3)); // more than would park it
        Assert.Equal(80, await node.WaitingAsync());

        await broker.StartAgainAsync();
        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0, TimeSpan.FromSeconds(90));
        Assert.Empty(await node.FailuresAsync());

        await using var consumer = await ConsumeAsync(broker, received);
        await Eventually.TrueAsync(() => received.Select(r => r.Id).Distinct().Count() == 160);
        Assert.All(received, r => Assert.Equal("product.inventory.updated", r.Key));
        foreach (var stream in streams)
        {
            Assert.Equal(Enumerable.Range(1, 20), received.Where(r => r.Stream == stream).DistinctBy(r => r.Id).Select(r => r.Number));
        }
    }

    private static Task RaiseAsync(RelayNode node, Guid[] streams, int from, int count) => Parallel.ForEachAsync(
        streams, async (stream, _) => await node.RaiseAsync(stream, [.. Enumerable.Range(from, count).Select(i => new StockChanged(VariantId.New(), Vendor, i, DateTimeOffset.UnixEpoch))]));

    /// <summary>As a consumer of the bus would: a quorum queue, with another for what it cannot handle.</summary>
    private static async Task DeclareAsync(RabbitMqServer broker)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(RabbitMqBus.Exchange, ExchangeType.Topic, durable: true);
        await channel.ExchangeDeclareAsync("sample.dead", ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("sample.dead", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("sample.dead", "sample.dead", "");
        await channel.QueueDeclareAsync(
            "sample", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = "sample.dead", ["x-delivery-limit"] = 5 });
        await channel.QueueBindAsync("sample", RabbitMqBus.Exchange, "product.#");
    }

    private static async Task<IConnection> ConsumeAsync(RabbitMqServer broker, ConcurrentQueue<(string, Guid, int, Guid)> received)
    {
        var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivered) =>
        {
            using var body = JsonDocument.Parse(delivered.Body);
            var stream = Encoding.UTF8.GetString((byte[])delivered.BasicProperties.Headers!["stream"]!);
            Assert.True(delivered.BasicProperties.Persistent);
            received.Enqueue((delivered.RoutingKey, Guid.Parse(delivered.BasicProperties.MessageId!), body.RootElement.GetProperty("available").GetInt32(), Guid.Parse(stream)));
            await channel.BasicAckAsync(delivered.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync("sample", autoAck: false, consumer);
        return connection;
    }
}
