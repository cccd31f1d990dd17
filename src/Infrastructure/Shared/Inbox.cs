using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Says that a consumer has handled a message; written in the transaction of what it did.</summary>
public sealed class InboxEntry
{
    /// <summary>What refuses the second one.</summary>
    public const string Key = "pk_inbox";

    public string Consumer { get; init; } = "";
    public Guid MessageId { get; init; }
    public DateTimeOffset HandledAt { get; init; }
}

/// <summary>A message that a consumer could not handle yet, or not at all when it is parked.</summary>
public sealed class OutboxFailure
{
    public const int ErrorMaxLength = 2000;

    public Guid Id { get; init; }
    public Guid MessageId { get; init; }
    public string Consumer { get; init; } = "";
    public int Attempts { get; init; }
    public string Error { get; init; } = "";
    public DateTimeOffset FirstFailedAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
}

internal sealed class InboxConfiguration : IEntityTypeConfiguration<InboxEntry>, IEntityTypeConfiguration<OutboxFailure>
{
    public void Configure(EntityTypeBuilder<InboxEntry> entry)
    {
        entry.ToTable("inbox", "shared");
        entry.HasKey(e => new { e.MessageId, e.Consumer });
        entry.Property(e => e.Consumer).HasMaxLength(200);
        entry.HasIndex(e => e.HandledAt);
    }

    public void Configure(EntityTypeBuilder<OutboxFailure> failure)
    {
        failure.ToTable("outbox_failures", "shared");
        failure.Property(f => f.Id).ValueGeneratedNever();
        failure.Property(f => f.Consumer).HasMaxLength(200);
        failure.Property(f => f.Error).HasMaxLength(OutboxFailure.ErrorMaxLength);
        failure.HasIndex(f => new { f.MessageId, f.Consumer }).IsUnique();
        failure.HasIndex(f => f.FirstFailedAt);
        failure.HasOne<OutboxMessage>().WithMany().HasForeignKey(f => f.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
