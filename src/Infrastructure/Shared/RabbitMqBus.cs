using System.Globalization;
using System.Text;
using Marketplace.Application.Shared;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Publishes to the durable topic exchange <see cref="Exchange"/>, persistent and confirmed. While the broker is away every call fails
/// at once and a new connection is tried with a growing pause; the outbox keeps the messages.
/// </summary>
internal sealed partial class RabbitMqBus(Uri uri, TimeProvider clock, ILogger<RabbitMqBus> log) : IEventBus, IOptionalPart, IAsyncDisposable
{
    public const string Exchange = "marketplace.events";

    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1); // a channel is not for several publishers at a time
    private IConnection? _connection;
    private IChannel? _channel;
    private DateTimeOffset _retryAt;
    private int _failures;

    public string Name => "rabbitmq";

    public bool IsUp => _failures == 0;

    public async Task PublishAsync(BusMessage message, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var channel = await OpenAsync(ct);
            var properties = new BasicProperties
            {
                MessageId = message.Id.ToString(),
                Type = message.Name,
                CorrelationId = message.CorrelationId,
                Timestamp = new AmqpTimestamp(message.OccurredAt.ToUnixTimeSeconds()),
                ContentType = "application/json",
                ContentEncoding = "utf-8",
                DeliveryMode = DeliveryModes.Persistent,
                AppId = "marketplace",
                Headers = new Dictionary<string, object?> { ["stream"] = message.StreamId.ToString() },
            };
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(ConfirmTimeout);
            await channel.BasicPublishAsync(Exchange, message.Name, mandatory: false, properties, Encoding.UTF8.GetBytes(message.Payload), timeout.Token);
        }
        catch (Exception away) when (!ct.IsCancellationRequested && away is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            await CloseAsync();
            _retryAt = clock.GetUtcNow() + Pause(_failures++);
            if (_failures == 1)
            {
                LogAway(away.GetType().Name);
            }

            throw new TryLaterException("The message broker is away.", away);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _one.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        if (clock.GetUtcNow() < _retryAt)
        {
            throw new TryLaterException(string.Create(CultureInfo.InvariantCulture, $"The message broker is away; next try at {_retryAt:HH:mm:ss} UTC."));
        }

        await CloseAsync();
        var factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = "marketplace",
            AutomaticRecoveryEnabled = false, // an unconfirmed message must not be lost in a recovered channel
            RequestedConnectionTimeout = ConfirmTimeout,
            ContinuationTimeout = ConfirmTimeout,
            RequestedHeartbeat = TimeSpan.FromSeconds(20),
        };
        _connection = await factory.CreateConnectionAsync(ct);
        _channel = await _connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await _channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        if (_failures > 0)
        {
            LogBack(_failures);
        }

        _failures = 0;
        return _channel;
    }

    private async Task CloseAsync()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection) = (null, null);
        try
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }

            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
        catch (Exception broken) when (broken is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            LogClosed(broken.GetType().Name);
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var milliseconds = 250 * Math.Pow(2, Math.Min(failures, 10));
        return milliseconds < LongestPause.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : LongestPause;
    }

    [LoggerMessage(LogLevel.Warning, "RabbitMQ is away ({Failure}); events wait in the outbox")]
    private partial void LogAway(string failure);

    [LoggerMessage(LogLevel.Information, "RabbitMQ is back after {Failures} failed tries")]
    private partial void LogBack(int failures);

    [LoggerMessage(LogLevel.Debug, "A broken connection to RabbitMQ closed with {Failure}")]
    private partial void LogClosed(string failure);
}
