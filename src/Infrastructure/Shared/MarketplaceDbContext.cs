using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Infrastructure.Shared;

public sealed class MarketplaceDbContext : DbContext, IMarketplaceDb
{
    private readonly List<(Guid StreamId, IDomainEvent Event)> _published = [];
    private readonly IdempotencyScope _idempotency;
    private readonly OutboxConsumers _consumers;

    public MarketplaceDbContext(DbContextOptions<MarketplaceDbContext> options, IdempotencyScope idempotency, OutboxConsumers consumers) : base(options)
    {
        (_idempotency, _consumers) = (idempotency, consumers);
        Database.AutoSavepointsEnabled = false; // a save that fails ends its transaction, so nobody returns to a savepoint
    }

    public void Publish(Guid streamId, IDomainEvent happened) => _published.Add((streamId, happened));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Prepare();
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Prepare();
        try
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MarketplaceDbContext).Assembly);
        modelBuilder.UseSnakeCase();
        modelBuilder.UseRevisionTokens();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.ComplexProperties<Money>();
        configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        foreach (var id in typeof(IId<>).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterface(typeof(IId<>).Name) is not null))
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        }
    }

    /// <summary>Looks for changes, once: what is added after that is known to be new.</summary>
    private void Prepare()
    {
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        WriteOutbox();
        _idempotency.Mark(this);
    }

    /// <summary>What the aggregates raised goes into the outbox in the transaction that saves them.</summary>
    private void WriteOutbox()
    {
        AggregateRoot[] changed = [.. ChangeTracker.Entries<AggregateRoot>().Select(e => e.Entity)];
        Set<OutboxMessage>().AddRange(changed
            .SelectMany(a => a.TakeEvents().Select(e => (a.StreamId, Event: e)))
            .Concat(_published)
            .Select(e => OutboxMessage.From(e.StreamId, e.Event, _consumers.AreThereFor(e.Event.GetType()))));
        _published.Clear();
    }
}

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value)) where TId : struct, IId<TId>
{
    private static TId Make(Guid value) => TId.From(value); // an expression tree cannot call a static abstract
}
