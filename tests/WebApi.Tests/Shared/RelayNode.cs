using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>One node that does nothing but relay the outbox to the reactions of a test.</summary>
internal sealed class RelayNode : IAsyncDisposable
{
    private readonly IHost _host;

    private RelayNode(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<RelayNode> StartAsync(string connectionString, Action<IServiceCollection> services, Action<OutboxOptions>? outbox = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Marketplace", connectionString), new("Payments:Sandbox:WebhookSecret", MarketplaceApp.WebhookSecret), .. settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))]);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddInfrastructure(builder.Configuration).AddOutboxRelay();
        builder.Services.AddScoped<AuditTrail>();
        builder.Services.PostConfigure<OutboxOptions>(o =>
        {
            (o.FirstRetry, o.LongestRetry, o.PollInterval, o.MaxAttempts) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), 4);
            outbox?.Invoke(o);
        });
        services(builder.Services);
        var node = new RelayNode(builder.Build());
        await node._host.StartAsync();
        return node;
    }

    /// <summary>Commits events to the outbox, each in a transaction of its own.</summary>
    public async Task RaiseAsync(Guid stream, params IDomainEvent[] happened)
    {
        foreach (var one in happened)
        {
            await using var scope = Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IMarketplaceDb>();
            db.Publish(stream, one);
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }

    public async Task<int> WaitingAsync(Guid? stream = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        return await db.Set<OutboxMessage>().CountAsync(m => m.DeliveredAt == null && (stream == null || m.StreamId == stream));
    }

    public async Task<IReadOnlyList<OutboxFailure>> FailuresAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<OutboxFailure>().AsNoTracking().ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
