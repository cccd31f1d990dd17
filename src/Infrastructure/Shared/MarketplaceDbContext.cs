using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Infrastructure.Shared;

public sealed class MarketplaceDbContext : DbContext, IMarketplaceDb
{
    private readonly List<(Guid StreamId, IDomainEvent Event)> _published = [];
    private readonly IdempotencyScope _idempotency;
    private readonly OutboxConsumers _consumers;
    private readonly Origin _origin;

    public MarketplaceDbContext(DbContextOptions<MarketplaceDbContext> options, IdempotencyScope idempotency, OutboxConsumers consumers, Origin origin) : base(options)
    {
        (_idempotency, _consumers, _origin) = (idempotency, consumers, origin);
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

    /// <summary>What the aggregates raised goes into the outbox, and where it is a privileged act into the audit log, in the transaction that saves them.</summary>
    private void WriteOutbox()
    {
        AggregateRoot[] changed = [.. ChangeTracker.Entries<AggregateRoot>().Select(e => e.Entity)];
        (Guid StreamId, IDomainEvent Event)[] happened = [.. changed.SelectMany(a => a.TakeEvents().Select(e => (a.StreamId, Event: e))), .. _published];
        Set<OutboxMessage>().AddRange(happened.Select((e, place) => OutboxMessage.From(e.StreamId, e.Event, _consumers.AreThereFor(e.Event.GetType()), place)));
        Set<AuditEntry>().AddRange(
            from one in happened
            let note = AuditedEvents.NoteOf(one.Event)
            where note is not null
            select AuditEntry.Of(note, _origin.Value, one.Event.At));
        _published.Clear();
    }
}

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value)) where TId : struct, IId<TId>
{
    private static TId Make(Guid value) => TId.From(value); // an expression tree cannot call a static abstract
}
