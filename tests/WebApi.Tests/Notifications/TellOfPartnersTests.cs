using Marketplace.Contracts.Partners;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>An application's way, as who sent it and who decides hear of it. On a host of its own, which knows who the administrators are.</summary>
public sealed class TellOfPartnersTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly string _address = $"{Guid.CreateVersion7():N}@example.org";
    private UserId _user;

    public async Task InitializeAsync()
    {
        await app.OpenDirectoryAsync();
        _user = await app.KnowAsync(_address);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_may_decide_hears_that_one_waits_and_nobody_else_does()
    {
        var dispatcher = await app.KnowAsync("dispatcher@example.org", roles: ["customer", "dispatch"]);
        var catalogue = await app.KnowAsync("catalogue@example.org", roles: ["customer", "catalogue"]);

        var applied = await Mine().ApplyAsync(new(PartnerRoles.Rider, "Ravi Kumar", "The harbour, in the evening.", "+91 98400 22222", "Scooter", []));

        var waiting = Assert.Single(await app.NoticesAsync(dispatcher, "application_waiting"), n => n.Link == $"/admin/applications/{applied.Id}");
        Assert.Equal("Ravi Kumar wants to ride", waiting.Title);
        await app.DrainedAsync();
        Assert.DoesNotContain(await app.NoticesNowAsync(catalogue, "application_waiting"), n => n.Link == waiting.Link);
    }

    [Fact]
    public async Task The_person_hears_of_the_decision_and_of_what_becomes_of_the_page()
    {
        var admin = new AdminPartnersClient(app.SignedInAs(await app.KnowAsync("super@example.org", roles: ["customer", "admin"]), "admin"));

        await admin.RejectAsync((await Mine().ApplyAsync(Resell)).Id, "Tell us what you resell.");
        var second = await Mine().ApplyAsync(Resell);
        await admin.ApproveAsync(second.Id);
        await admin.CloseAsync((await admin.GetAsync(second.Id)).Page!.Id, "Sold copies");

        Assert.Contains("The reason: Tell us what you resell. You can apply again.", (await app.MailToAsync(_address, "partner-state", "cannot take you on")).Text, StringComparison.Ordinal);
        Assert.Contains("/work/reseller", (await app.MailToAsync(_address, "partner-state", "You are a reseller now")).Html, StringComparison.Ordinal);
        Assert.Contains("The reason: Sold copies.", (await app.MailToAsync(_address, "partner-state", "is closed")).Text, StringComparison.Ordinal);
        var notices = await app.NoticesAsync(_user, "application_state", 3);
        Assert.All(notices, n => Assert.Equal("/work/reseller", n.Link));
        Assert.Equal(3, notices.Count);
    }

    private static PartnerApplicationRequest Resell { get; } = new(PartnerRoles.Reseller, "Tara", "I know who needs what.", null, null, []);

    private PartnerClient Mine() => new(app.SignedInAs(_user));
}
