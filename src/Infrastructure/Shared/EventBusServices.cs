using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Shared;

/// <summary>The bus as one more consumer of the outbox: every event with a public name goes out.</summary>
internal sealed class EventBusConsumer(IEventBus bus) : IOutboxConsumer
{
    public string Name => "EventBus";

    public bool RunsLast => true; // our own screens do not wait for other systems

    public bool Hears(Type happened) => EventTypes.NameOf(happened).Length > 0;

    public Task HandleAsync(IServiceProvider scope, IDomainEvent happened, CancellationToken ct)
    {
        var message = scope.GetRequiredService<RelayedMessage>();
        var payload = JsonSerializer.Serialize(happened, happened.GetType(), EventTypes.Json);
        return bus.PublishAsync(new(message.Id, message.Name, message.StreamId, message.OccurredAt, message.CorrelationId, payload), ct);
    }
}

internal static class EventBusServices
{
    /// <summary>Without <c>RabbitMq:Uri</c> there are no other systems to tell, and no consumer.</summary>
    public static void AddEventBus(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["RabbitMq:Uri"] is not { Length: > 0 } uri)
        {
            return;
        }

        services.AddSingleton(provider => new RabbitMqBus(new Uri(uri), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RabbitMqBus>>()));
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<RabbitMqBus>());
        services.AddSingleton<IOptionalPart>(provider => provider.GetRequiredService<RabbitMqBus>());
        services.AddSingleton<IOutboxConsumer, EventBusConsumer>();
    }
}
