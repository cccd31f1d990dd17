using Marketplace.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>, IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.ToTable("notifications", "notifications");
        notification.Property(n => n.Kind).HasMaxLength(Notification.KindMaxLength);
        notification.Property(n => n.Title).HasMaxLength(Notification.TitleMaxLength);
        notification.Property(n => n.Message).HasMaxLength(Notification.MessageMaxLength);
        notification.Property(n => n.Link).HasMaxLength(Notification.LinkMaxLength);
        notification.HasIndex(n => new { n.UserId, n.At });
        notification.HasIndex(n => n.UserId).HasFilter("read_at is null").HasDatabaseName("ix_notifications_unread");
    }

    public void Configure(EntityTypeBuilder<Mail> mail)
    {
        mail.ToTable("mails", "notifications");
        mail.Property(m => m.Cause).HasMaxLength(Mail.CauseMaxLength);
        mail.Property(m => m.Kind).HasMaxLength(Notification.KindMaxLength);
        mail.Property(m => m.Recipient).HasMaxLength(Mail.RecipientMaxLength);
        mail.Property(m => m.Subject).HasMaxLength(Mail.SubjectMaxLength);
        mail.Property(m => m.Error).HasMaxLength(Mail.ErrorMaxLength);
        mail.Property(m => m.UnsubscribeUrl).HasMaxLength(Mail.UrlMaxLength);
        mail.HasIndex(m => new { m.Cause, m.Recipient }).IsUnique();
        mail.HasIndex(m => m.QueuedAt);
    }
}
