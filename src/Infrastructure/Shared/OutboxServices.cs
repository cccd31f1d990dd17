using Marketplace.Application.Shared;
using Marketplace.Infrastructure.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Shared;

public static class OutboxServices
{
    extension(IServiceCollection services)
    {
        /// <summary>Delivers the outbox while the host runs. Any number of nodes may do so.</summary>
        public IServiceCollection AddOutboxRelay() =>
            services.AddSingleton<OutboxRelay>().AddHostedService(provider => provider.GetRequiredService<OutboxRelay>()).AddHostedService<Housekeeping>();

        internal void AddOutbox()
        {
            services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
            services.AddSingleton(provider => new OutboxConsumers(services, provider.GetServices<IOutboxConsumer>()));
            services.AddSingleton<OutboxStreams>();
            services.AddScoped<RelayedMessage>();
            services.AddScoped<FailedEvents>();
            services.AddScoped<IdempotencyScope>();
            services.AddSingleton<IdempotencyKeys>();
            services.AddSingleton<InvariantAudit>();
        }
    }
}
