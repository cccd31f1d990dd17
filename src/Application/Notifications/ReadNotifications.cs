using Marketplace.Application.Shared;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

public static class NotificationQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();
    }

    extension(IQueryable<Notification> notifications)
    {
        public IQueryable<Notification> Of(UserId user) => notifications.Where(n => n.UserId == user);

        public IQueryable<Notification> Unread() => notifications.Where(n => n.ReadAt == null);
    }
}

public sealed class ListNotificationsHandler(IMarketplaceDb db) : IHandler
{
    public async Task<Page<NotificationDto>> HandleAsync(UserId user, ListSlice slice, CancellationToken ct)
    {
        var mine = db.Notifications.Of(user);
        var items = await mine.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Slice(slice, n => n.At, n => n.Id, id => new NotificationId(id))
            .Select(n => new NotificationDto(n.Id.Value, n.Kind, n.Title, n.Message, n.Link, n.ReadAt != null, n.At)).ToListAsync(ct);
        return slice.Page(items, await mine.CountAsync(ct), n => new(n.At, n.Id));
    }
}

/// <summary>Marks one, or all, as read. Reading twice changes nothing.</summary>
public sealed class MarkNotificationsReadHandler(IMarketplaceDb db, LiveMessages live, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(UserId user, NotificationId? one, CancellationToken ct)
    {
        var mine = db.Notifications.Of(user);
        if (one is { } id)
        {
            mine = mine.Where(n => n.Id == id);
            if (!await mine.AnyAsync(ct))
            {
                return NotificationErrors.NotFound;
            }
        }

        var now = clock.GetUtcNow();
        if (await mine.Unread().ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), ct) > 0)
        {
            await live.TellAsync(LiveTopic.User(user), "read", ct); // the person's other windows
        }

        return new Done();
    }
}

public static class NotificationErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "notification.not_found", "There is no such notification.");
}
