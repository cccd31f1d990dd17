using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>The reviews of apps, as who reviews and who makes them hear of it. On a host of its own, which knows who the administrators are.</summary>
public sealed class TellOfAppReviewTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _developer = UserId.New();
    private readonly string _address = $"{Guid.CreateVersion7():N}@example.org";

    public Task InitializeAsync() => app.OpenDirectoryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_reviews_apps_hears_that_one_waits()
    {
        var super = await app.KnowAsync("super@example.org", roles: ["customer", "admin"]);
        var judge = await app.KnowAsync("judge@example.org", roles: ["customer", "catalogue"]);

        await PublishAsync(new AppReviewAsked(_developer, "app-1", "Shelf watcher", Now));

        var notice = Assert.Single(await app.NoticesAsync(super, "app_waiting"));
        Assert.Equal(("Shelf watcher waits for a review", "/developer/reviews"), (notice.Title, notice.Link));
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(judge, "app_waiting"));
    }

    [Theory]
    [InlineData(null, "is open to everybody", "any number of people")]
    [InlineData("It says that it is a bank.", "We cannot let Shelf watcher in", "The reason: It says that it is a bank. ")]
    public async Task Its_developer_hears_what_was_said_of_it(string? refusal, string title, string words)
    {
        await PublishAsync(new AppReviewed(_developer, _address, "Asha", "app-1", "Shelf watcher", refusal, Now));

        var mail = await app.MailToAsync(_address, "app-reviewed");
        Assert.Contains(title, mail.Subject, StringComparison.Ordinal);
        Assert.Contains(words, mail.Text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:5001/developer/apps/app-1", mail.Html, StringComparison.Ordinal);
        var notice = Assert.Single(await app.NoticesAsync(_developer, "app_state"));
        Assert.Contains(title, notice.Title, StringComparison.Ordinal);
        Assert.Equal("/developer/apps/app-1", notice.Link);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task PublishAsync(IDomainEvent happened)
    {
        await using var db = app.OpenDb();
        db.Publish(_developer.Value, happened);
        await db.SaveChangesAsync();
    }
}
