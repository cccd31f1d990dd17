using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Partners;

public sealed class PartnerApplicationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly PartnerApplicationContent Ride = new(PartnerRole.Rider, " Ravi Kumar ", "The harbour, in the evening.", "+91 98400 22222", "Scooter", []);
    private static readonly PartnerApplicationContent Resell = new(PartnerRole.Reseller, "Tara", "I know who needs what.", null, null, ["https://tara.example/table"]);

    private readonly UserId _user = UserId.New();
    private readonly UserId _admin = UserId.New();

    [Fact]
    public void Waits_with_what_was_told()
    {
        var application = Submit(Ride);

        Assert.Equal((PartnerApplicationState.Submitted, "Ravi Kumar", "Scooter", null), (application.State, application.Name, application.Vehicle, application.EndedAt));
        Assert.Equal(new PartnerApplied(application.Id, _user, PartnerRole.Rider, Now), Assert.Single(application.TakeEvents()));
    }

    /// <summary>The whole table of states and steps.</summary>
    [Theory]
    [InlineData(PartnerApplicationState.Submitted, PartnerApplicationStep.Approve, PartnerApplicationState.Approved)]
    [InlineData(PartnerApplicationState.Submitted, PartnerApplicationStep.Reject, PartnerApplicationState.Rejected)]
    [InlineData(PartnerApplicationState.Submitted, PartnerApplicationStep.Withdraw, PartnerApplicationState.Withdrawn)]
    [InlineData(PartnerApplicationState.Approved, PartnerApplicationStep.Approve, null)]
    [InlineData(PartnerApplicationState.Approved, PartnerApplicationStep.Reject, null)]
    [InlineData(PartnerApplicationState.Approved, PartnerApplicationStep.Withdraw, null)]
    [InlineData(PartnerApplicationState.Rejected, PartnerApplicationStep.Approve, null)]
    [InlineData(PartnerApplicationState.Rejected, PartnerApplicationStep.Reject, null)]
    [InlineData(PartnerApplicationState.Rejected, PartnerApplicationStep.Withdraw, null)]
    [InlineData(PartnerApplicationState.Withdrawn, PartnerApplicationStep.Approve, null)]
    [InlineData(PartnerApplicationState.Withdrawn, PartnerApplicationStep.Reject, null)]
    [InlineData(PartnerApplicationState.Withdrawn, PartnerApplicationStep.Withdraw, null)]
    public void Ends_once(PartnerApplicationState state, PartnerApplicationStep step, PartnerApplicationState? next)
    {
        var application = Submit(Resell);
        var before = state switch
        {
            PartnerApplicationState.Approved => Take(application, PartnerApplicationStep.Approve),
            PartnerApplicationState.Rejected => Take(application, PartnerApplicationStep.Reject),
            PartnerApplicationState.Withdrawn => Take(application, PartnerApplicationStep.Withdraw),
            _ => new Done(),
        };
        Assert.True(before.IsSuccess);
        application.TakeEvents();

        var taken = Take(application, step);

        Assert.Equal((next ?? state, next is null ? "application.over" : null), (application.State, taken.Error?.Code));
        Assert.Equal(next is null ? 0 : 1, application.TakeEvents().Count);
        Assert.Equal(next, state.After(step));
    }

    [Fact]
    public void Says_who_decided_and_why()
    {
        var application = Submit(Resell);
        Assert.Equal("reason", application.Reject(_admin, "  ", Now).Error?.Field);

        application.Reject(_admin, " Tell us more. ", Now.AddDays(1));

        Assert.Equal((_admin, "Tell us more.", Now.AddDays(1)), (application.DecidedBy, application.Reason, application.EndedAt));
    }

    [Fact]
    public void Nobody_lets_themselves_in()
    {
        var application = Submit(Resell);

        Assert.Equal("application.own", application.Approve(_user, Now).Error?.Code);
        Assert.Equal("application.own", application.Reject(_user, "No", Now).Error?.Code);
        Assert.Equal(PartnerApplicationState.Submitted, application.State);
    }

    [Theory]
    [InlineData("name", "R", "The harbour, in the evening.", "+91 98400 22222", "Scooter")]
    [InlineData("pitch", "Ravi", "Evenings", "+91 98400 22222", "Scooter")]
    [InlineData("phone", "Ravi", "The harbour, in the evening.", null, "Scooter")]
    [InlineData("phone", "Ravi", "The harbour, in the evening.", "call me", "Scooter")]
    [InlineData("vehicle", "Ravi", "The harbour, in the evening.", "+91 98400 22222", " ")]
    public void A_rider_tells_what_is_needed_to_ride(string field, string name, string pitch, string? phone, string? vehicle) =>
        Assert.Equal(field, PartnerApplication.Submit(_user, new(PartnerRole.Rider, name, pitch, phone, vehicle, []), Now).Error?.Field);

    [Fact]
    public void Nobody_gives_what_is_not_needed()
    {
        Assert.Equal("phone", PartnerApplication.Submit(_user, Resell with { Phone = "+91 98400 22222" }, Now).Error?.Field);
        Assert.Equal("vehicle", PartnerApplication.Submit(_user, Resell with { Vehicle = "Scooter" }, Now).Error?.Field);
        Assert.Equal("links", PartnerApplication.Submit(_user, Ride with { Links = ["https://ravi.example/"] }, Now).Error?.Field);
    }

    [Theory]
    [InlineData("http://tara.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("tara.example")]
    [InlineData("https://tara:secret@tara.example/")]
    [InlineData("https://tara.example:8443/")]
    [InlineData("https://localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    public void Links_lead_to_public_pages_only(string link) => Assert.Equal("links", PartnerApplication.Submit(_user, Resell with { Links = [link] }, Now).Error?.Field);

    [Fact]
    public void Links_stand_once_and_are_few()
    {
        Assert.Equal(["https://tara.example/"], Submit(Resell with { Links = [" https://TARA.example ", "https://tara.example/", ""] }).Links);
        Assert.Equal("links", PartnerApplication.Submit(_user, Resell with { Links = [.. Enumerable.Range(0, 6).Select(i => $"https://tara.example/{i}")] }, Now).Error?.Field);
        Assert.Equal("links", PartnerApplication.Submit(_user, Resell with { Links = [$"https://tara.example/{new string('x', 200)}"] }, Now).Error?.Field);
    }

    [Fact]
    public void Who_rides_is_decided_by_who_manages_riders() => Assert.Equal(
        [AdminRight.ManageRiders, AdminRight.JudgeShops, AdminRight.JudgeShops], Enum.GetValues<PartnerRole>().Select(r => r.JudgedWith));

    private PartnerApplication Submit(PartnerApplicationContent content) => PartnerApplication.Submit(_user, content, Now).Value!;

    private Result<Done> Take(PartnerApplication application, PartnerApplicationStep step) => step switch
    {
        PartnerApplicationStep.Approve => application.Approve(_admin, Now),
        PartnerApplicationStep.Reject => application.Reject(_admin, "Tell us more.", Now),
        _ => application.Withdraw(Now),
    };
}
