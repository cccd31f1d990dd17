using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Partners;

public sealed class PartnerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Begins_with_the_name_and_the_links_and_keeps_the_pitch_back()
    {
        var partner = Open();

        Assert.Equal(("Tara", "", "tara", true), (partner.Name, partner.Bio, partner.Slug, partner.IsOpen));
        Assert.Equal(["https://tara.example/"], partner.Links);
        Assert.False(Assert.IsType<PartnerOpened>(Assert.Single(partner.TakeEvents())).IsAgain);
    }

    [Fact]
    public void A_rider_has_no_page() => Assert.Throws<ArgumentException>(() => Partner.Open(
        PartnerApplication.Submit(UserId.New(), new(PartnerRole.Rider, "Ravi", "The harbour, in the evening.", "+91 98400 22222", "Scooter", []), Now).Value!, "ravi", Now));

    [Fact]
    public void Says_what_its_owner_wants_within_bounds()
    {
        var partner = Open();

        Assert.True(partner.Save(" Tara’s table ", "Pans.", [], Now).IsSuccess);
        Assert.Equal(("Tara’s table", "Pans.", 0), (partner.Name, partner.Bio, partner.Links.Count));
        Assert.Equal("name", partner.Save("T", "", [], Now).Error?.Field);
        Assert.Equal("bio", partner.Save("Tara", new string('x', Partner.BioMaxLength + 1), [], Now).Error?.Field);
        Assert.Equal("links", partner.Save("Tara", "", ["ftp://tara.example/"], Now).Error?.Field);
        Assert.Equal("Tara’s table", partner.Name);
    }

    [Fact]
    public void Is_closed_for_a_reason_and_opened_again()
    {
        var partner = Open();
        Assert.Equal("reason", partner.Close(" ", Now).Error?.Field);
        Assert.Equal("partner.open", partner.Reopen(Now).Error?.Code);

        Assert.True(partner.Close("Sold copies.", Now).IsSuccess);

        Assert.Equal((false, "Sold copies."), (partner.IsOpen, partner.ClosedBecause));
        Assert.Equal("partner.closed", partner.Close("Again", Now).Error?.Code);
        Assert.Equal("partner.closed", partner.Save("Tara", "", [], Now).Error?.Code);
        Assert.True(partner.Reopen(Now).IsSuccess);
        Assert.True(partner.IsOpen);
        Assert.True(Assert.IsType<PartnerOpened>(partner.TakeEvents()[^1]).IsAgain);
    }

    private static Partner Open() => Partner.Open(
        PartnerApplication.Submit(UserId.New(), new(PartnerRole.Reseller, "Tara", "I know who needs what.", null, null, ["https://tara.example"]), Now).Value!, "tara", Now);
}
