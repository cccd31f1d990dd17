using System.Net;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Partners;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Partners;

[Collection(nameof(MarketplaceApp))]
public sealed class PartnerTests(MarketplaceApp app)
{
    private static readonly PartnerApplicationRequest Ride = new(PartnerRoles.Rider, "Ravi Kumar", "The harbour, in the evening.", "+91 98400 22222", "Scooter TP 07", []);

    private readonly UserId _user = UserId.New();
    private readonly AdminPartnersClient _admin = new(app.SignedInAs(UserId.New(), "admin"));
    private readonly string _name = $"Tara {Guid.CreateVersion7():N}"[..30];

    [Fact]
    public async Task Who_is_let_in_as_a_rider_rides_at_once()
    {
        var applied = await Mine().ApplyAsync(Ride);
        Assert.Equal((PartnerApplicationStates.Submitted, PartnerRoles.Rider, "Scooter TP 07"), (applied.State, applied.Role, applied.Vehicle));
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => Rider().ProfileAsync())).Status);

        await _admin.ApproveAsync(applied.Id);

        var rider = await Rider().ProfileAsync();
        Assert.Equal(("Ravi Kumar", "+91 98400 22222", "Scooter TP 07"), (rider.Name, rider.Phone, rider.Vehicle));
        Assert.Equal(rider.RiderId, (await MeAsync()).RiderId);
        Assert.Equal(rider.RiderId, (await _admin.GetAsync(applied.Id)).RiderId);
        Assert.Equal(["rider.added"], await ActionsAsync(rider.RiderId));
        Assert.Equal(["partner-application.approved"], await ActionsAsync(applied.Id));
        Assert.Equal("application.has_role", (await Refusal(() => Mine().ApplyAsync(Ride))).Code);
    }

    [Fact]
    public async Task A_rider_who_was_switched_off_comes_back_as_the_same_rider()
    {
        await _admin.ApproveAsync((await Mine().ApplyAsync(Ride)).Id);
        var (id, dispatch) = ((await MeAsync()).RiderId!.Value, new DispatchClient(app.SignedInAs(UserId.New(), "admin")));
        await dispatch.SaveRiderAsync(id, null, new("ravi@example.org", "Ravi Kumar", "+91 98400 22222", "Scooter", IsActive: false));
        Assert.Null((await MeAsync()).RiderId);

        await _admin.ApproveAsync((await Mine().ApplyAsync(Ride with { Vehicle = "Bicycle" })).Id);

        Assert.Equal((id, "Bicycle"), ((await MeAsync()).RiderId!.Value, (await Rider().ProfileAsync()).Vehicle));
    }

    [Fact]
    public async Task A_reseller_gets_a_public_page_that_they_write_themselves()
    {
        var applied = await Mine().ApplyAsync(Resell());
        await _admin.ApproveAsync(applied.Id);

        var mine = Assert.Single(await Mine().PagesAsync());
        Assert.Equal((_name, "", PartnerRoles.Reseller), (mine.Name, mine.Bio, mine.Role));
        Assert.Equal(new MyPartner(PartnerRoles.Reseller, mine.Slug, _name), Assert.Single((await MeAsync()).Partners));
        var saved = await Mine().SavePageAsync(mine.Id, mine.Revision, new(_name, "Pans and knives.", ["https://tara.example/table"]));
        var refused = await Refusal(() => Mine().SavePageAsync(mine.Id, mine.Revision, new(_name, "Lost", [])));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "request.precondition_failed"), (refused.Status, refused.Code));
        Assert.Equal("links", (await Refusal(() => Mine().SavePageAsync(mine.Id, saved.Revision, new(_name, "", ["http://tara.example/"])))).Field);

        var page = await Pages().ResellerAsync(mine.Slug);
        Assert.Equal((_name, "Pans and knives.", null, 0), (page.Name, page.Bio, page.Username, page.Followers));
        Assert.Equal(["https://tara.example/table"], page.Links);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => Pages().InfluencerAsync(mine.Slug))).Status);
    }

    [Fact]
    public async Task The_page_offers_to_follow_whom_everybody_may_see()
    {
        await _admin.ApproveAsync((await Mine().ApplyAsync(Resell() with { Role = PartnerRoles.Influencer })).Id);
        var (slug, username) = (Assert.Single(await Mine().PagesAsync()).Slug, $"p{Guid.CreateVersion7():N}"[..24]);
        var profile = new ProfileClient(app.SignedInAs(_user));
        await SaveAsync(0, "EVERYONE");

        await new FollowingClient(app.SignedInAs(UserId.New())).FollowPersonAsync((await Pages().InfluencerAsync(slug)).Username!);

        Assert.Equal((username, 1), (await Pages().InfluencerAsync(slug)) switch { var page => (page.Username!, page.Followers) });
        await SaveAsync((await profile.GetAsync()).Revision, "NOBODY");
        Assert.Equal((null, 0), (await Pages().InfluencerAsync(slug)) switch { var page => (page.Username, page.Followers) });

        Task SaveAsync(int revision, string shownTo) => profile.SaveAsync(new(revision, username, "", "", null, shownTo, new(null, null, null, null, null, null)));
    }

    [Fact]
    public async Task Who_was_rejected_reads_why_and_applies_again()
    {
        var first = await Mine().ApplyAsync(Resell());
        Assert.Equal("application.waiting", (await Refusal(() => Mine().ApplyAsync(Resell()))).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => _admin.RejectAsync(first.Id, " "))).Status);
        await _admin.RejectAsync(first.Id, "Tell us what you resell.");
        Assert.Equal("application.over", (await Refusal(() => _admin.ApproveAsync(first.Id))).Code);

        Assert.Equal((PartnerApplicationStates.Rejected, "Tell us what you resell."), (await Mine().GetAsync(first.Id)) switch { var seen => (seen.State, seen.Reason) });
        var second = await Mine().ApplyAsync(Resell());

        Assert.Equal([second.Id, first.Id], (await Mine().ListAsync(PartnerRoles.Reseller)).Items.Select(a => a.Id));
        var shown = await _admin.GetAsync(second.Id);
        Assert.Equal((first.Id, true, null), (Assert.Single(shown.Earlier).Id, shown.MayDecide, shown.Page));
        Assert.Contains((await _admin.ListAsync(PartnerRoles.Reseller, PartnerApplicationStates.Submitted, size: 100)).Items, a => a.Id == second.Id);
        Assert.DoesNotContain((await _admin.ListAsync(PartnerRoles.Reseller, PartnerApplicationStates.Submitted, size: 100)).Items, a => a.Id == first.Id);
    }

    [Fact]
    public async Task Is_withdrawn_by_who_sent_it_and_is_not_read_for_ever()
    {
        for (var sent = 0; sent < PartnerErrors.Most; sent++)
        {
            await Mine().WithdrawAsync((await Mine().ApplyAsync(Resell())).Id);
        }

        Assert.All((await Mine().ListAsync()).Items, a => Assert.Equal(PartnerApplicationStates.Withdrawn, a.State));
        Assert.Equal("application.too_many", (await Refusal(() => Mine().ApplyAsync(Resell()))).Code);
        await Mine().ApplyAsync(Ride);
    }

    [Fact]
    public async Task Of_two_at_once_one_waits()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await Mine().ApplyAsync(Resell());
                return null;
            }
            catch (ApiException refused)
            {
                return refused.Code;
            }
        }));

        Assert.Single(answers, code => code is null);
        Assert.All(answers.OfType<string>(), code => Assert.Contains(code, (string[])["application.waiting", "request.duplicate"]));
        Assert.Single((await Mine().ListAsync()).Items);
    }

    [Fact]
    public async Task What_an_administrator_may_decide_depends_on_the_role_that_is_asked_for()
    {
        var (catalogue, dispatch) = (new AdminPartnersClient(app.SignedInAs(UserId.New(), "catalogue")), new AdminPartnersClient(app.SignedInAs(UserId.New(), "dispatch")));
        var (ride, resell) = (await Mine().ApplyAsync(Ride), await Mine().ApplyAsync(Resell()));

        Assert.Equal((false, true), ((await catalogue.GetAsync(ride.Id)).MayDecide, (await dispatch.GetAsync(ride.Id)).MayDecide));
        Assert.Equal("application.not_permitted", (await Refusal(() => catalogue.ApproveAsync(ride.Id))).Code);
        Assert.Equal("application.not_permitted", (await Refusal(() => dispatch.RejectAsync(resell.Id, "No"))).Code);
        await dispatch.ApproveAsync(ride.Id);
        await catalogue.ApproveAsync(resell.Id);
        var page = (await _admin.GetAsync(resell.Id)).Page!;
        Assert.Equal("application.not_permitted", (await Refusal(() => dispatch.CloseAsync(page.Id, "No"))).Code);
    }

    [Fact]
    public async Task Nobody_decides_on_their_own()
    {
        var own = new AdminPartnersClient(app.SignedInAs(_user, "admin"));
        var applied = await Mine().ApplyAsync(Resell());

        Assert.Equal((HttpStatusCode.Forbidden, "application.own"), (await Refusal(() => own.ApproveAsync(applied.Id))) switch { var refused => (refused.Status, refused.Code) });
    }

    [Fact]
    public async Task What_is_taken_away_is_felt_at_once_and_comes_back_at_the_same_address()
    {
        var applied = await Mine().ApplyAsync(Resell());
        await _admin.ApproveAsync(applied.Id);
        var page = Assert.Single(await Mine().PagesAsync());

        await _admin.CloseAsync(page.Id, "Sold copies.");

        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => Pages().ResellerAsync(page.Slug))).Status);
        Assert.Empty((await MeAsync()).Partners);
        Assert.Equal("Sold copies.", Assert.Single(await Mine().PagesAsync()).ClosedBecause);
        Assert.Equal("partner.closed", (await Refusal(() => Mine().SavePageAsync(page.Id, null, new(_name, "", [])))).Code);
        await _admin.ApproveAsync((await Mine().ApplyAsync(Resell() with { Name = "Another name" })).Id);
        Assert.Equal((page.Slug, _name), (await Pages().ResellerAsync(page.Slug)) switch { var again => (again.Slug, again.Name) });
        await _admin.CloseAsync(page.Id, "Again.");
        await _admin.ReopenAsync(page.Id);
        Assert.Equal(_name, (await Pages().ResellerAsync(page.Slug)).Name);
        Assert.Equal(["partner.closed", "partner.closed", "partner.opened", "partner.reopened", "partner.reopened"], await ActionsAsync(page.Id));
    }

    private PartnerApplicationRequest Resell() => new(PartnerRoles.Reseller, _name, "I know who needs what.", null, null, ["https://tara.example/"]);

    private PartnerClient Mine() => new(app.SignedInAs(_user));

    private RiderClient Rider() => new(app.SignedInAs(_user));

    private PartnerPagesClient Pages() => new(app.Guest());

    private Task<MeDto> MeAsync() => new MeClient(app.SignedInAs(_user)).GetAsync();

    private async Task<List<string>> ActionsAsync(Guid subject)
    {
        await using var db = app.OpenDb();
        var id = subject.ToString();
        return await db.Set<AuditEntry>().Where(e => e.SubjectId == id).Select(e => e.Action).Order().ToListAsync();
    }

    private static Task<ApiException> Refusal(Func<Task> call) => Assert.ThrowsAsync<ApiException>(call);
}
