using System.Net;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Shared;

[Collection(nameof(MarketplaceApp))]
public sealed class FailedEventTests(MarketplaceApp app)
{
    [Fact]
    public async Task Lists_what_was_given_up_and_starts_it_again()
    {
        var user = UserId.New();
        Guid failure, message;
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new UserRegistered(user, "failed@example.org", "Asha", DateTimeOffset.UnixEpoch));
            await db.SaveChangesAsync();
            message = await db.Set<OutboxMessage>().Where(m => m.StreamId == user.Value && m.Name == "user.registered").Select(m => m.Id).SingleAsync();
            await Eventually.TrueAsync(async () => await db.Set<OutboxMessage>().AnyAsync(m => m.Id == message && m.DeliveredAt != null));
            failure = Guid.CreateVersion7();
            await db.Database.ExecuteSqlAsync(
                $"insert into shared.outbox_failures (id, message_id, consumer, attempts, error, first_failed_at, parked_at) values ({failure}, {message}, 'Application.Notifications.WelcomeUser', 10, 'E', now(), now())");
            await db.Database.ExecuteSqlAsync($"delete from shared.inbox where message_id = {message} and consumer like '%WelcomeUser'");
        }

        var events = new FailedEventsClient(app.SignedInAs(UserId.New(), "admin"));
        var listed = Assert.Single((await events.ListAsync(parked: true, size: 100)).Items, f => f.Id == failure);
        Assert.Equal(("user.registered", message, 10), (listed.Event, listed.MessageId, listed.Attempts));

        await events.RetryAsync(failure);

        await Eventually.TrueAsync(async () => (await events.ListAsync(size: 100)).Items.All(f => f.Id != failure));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => events.RetryAsync(failure))).Status);
    }

    [Fact]
    public async Task Is_for_administrators()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(() => new FailedEventsClient(app.SignedInAs(UserId.New())).ListAsync())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ApiException>(() => new FailedEventsClient(app.CreateClient()).ListAsync())).Status);
    }
}
