using Marketplace.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class NewsChoiceConfiguration : IEntityTypeConfiguration<NewsChoice>
{
    public void Configure(EntityTypeBuilder<NewsChoice> choice)
    {
        choice.ToTable("choices", "notifications");
        choice.HasKey(c => new { c.UserId, c.Topic });
    }
}
