using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Shared;

/// <summary>An event that was committed with its cause and waits for its reactions.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { } // EF Core

    public Guid Id { get; private init; }

    /// <summary>Order of delivery within a stream; given by the database.</summary>
    public long Position { get; private init; }
    public Guid StreamId { get; private init; }

    /// <summary>Public name, <c>order.created</c>; empty for events that only the system itself hears.</summary>
    public string Name { get; private init; } = "";
    public string Type { get; private init; } = "";
    public string Payload { get; private init; } = "";
    public DateTimeOffset OccurredAt { get; private init; }
    public string? CorrelationId { get; private init; }
    public int Attempts { get; private init; }
    public DateTimeOffset? NextAttemptAt { get; private init; }
    public DateTimeOffset? DeliveredAt { get; private init; }
    public string? Error { get; private init; }

    /// <param name="isHeard">Otherwise there is nothing to deliver.</param>
    /// <param name="place">Among the events of one save: rows are written in the order of their ids, and delivered as they were written.</param>
    internal static OutboxMessage From(Guid streamId, IDomainEvent happened, bool isHeard, int place = 0) => new()
    {
        Id = Guid.CreateVersion7(happened.At + TimeSpan.FromMilliseconds(place)),
        StreamId = streamId,
        Name = EventTypes.NameOf(happened.GetType()),
        Type = happened.GetType().FullName!,
        Payload = JsonSerializer.Serialize(happened, happened.GetType(), EventTypes.Json),
        OccurredAt = happened.At,
        CorrelationId = Activity.Current?.TraceId.ToString(),
        DeliveredAt = isHeard ? null : happened.At,
    };
}

/// <summary>The events of the domain, by their type names, and how they are written.</summary>
public static class EventTypes
{
    private static readonly FrozenDictionary<string, Type> ByName = typeof(IDomainEvent).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IDomainEvent)))
        .ToFrozenDictionary(t => t.FullName!);

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(), new IdJsonConverterFactory() },
    };

    public static IEnumerable<Type> All => ByName.Values;

    public static string NameOf(Type type) => type.GetCustomAttribute<EventNameAttribute>()?.Name ?? "";

    public static Type? Find(string typeName) => ByName.GetValueOrDefault(typeName);
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("outbox", "shared");
        message.HasKey(m => m.Id);
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.Position).UseIdentityByDefaultColumn();
        message.Property(m => m.Name).HasMaxLength(64);
        message.Property(m => m.Type).HasMaxLength(200);
        message.Property(m => m.Payload).HasColumnType("jsonb");
        message.Property(m => m.CorrelationId).HasMaxLength(64);
        message.Property(m => m.Attempts).HasDefaultValue(0);
        message.Property(m => m.Error).HasMaxLength(2000);
        message.HasIndex(m => m.Position).HasFilter("delivered_at is null").HasDatabaseName("ix_outbox_waiting");
        message.HasIndex(m => new { m.StreamId, m.Position }).HasFilter("delivered_at is null").HasDatabaseName("ix_outbox_waiting_stream");
    }
}
