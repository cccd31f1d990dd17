using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Vendors;

public sealed class VendorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero); // half past eleven in Kolkata
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
    private static readonly VendorRegistration Registration = new("Lotus & Leaf", "", "1 Market Street", "Tarapet", "IN-TN", "600001", "IN", new(12.91, 80.24), "+91 98400 11111", "shop@example.org");

    private static VendorProfileContent Profile => new(
        "Lotus", "", "", 3, null, null, "1 Market Street", "Tarapet", "IN-TN", "600001", new(12.91, 80.24), "+91 98400 11111", "shop@example.org",
        OpeningHours.EveryDay(new(9, 0), new(21, 0)), 15, true, true, 3, 500);

    [Fact]
    public void Waits_for_approval_before_it_takes_orders()
    {
        var owner = UserId.New();
        var vendor = Vendor.Register(owner, "lotus", Registration, 10, Now).Value!;

        Assert.Equal((VendorState.Pending, false), (vendor.State, vendor.IsOpenAt(Now, Kolkata)));
        Assert.Equal((owner, VendorRole.Owner), (vendor.Members[0].UserId, vendor.Members[0].Role));
        Assert.True(vendor.Approve(Now).IsSuccess);
        Assert.True(vendor.IsOpenAt(Now, Kolkata));
        Assert.Equal("vendor.already_approved", vendor.Approve(Now).Error?.Code);
        Assert.Equal([typeof(VendorRegistered), typeof(VendorApproved)], vendor.TakeEvents().Select(e => e.GetType()));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(90.01)]
    [InlineData(12.345)]
    public void Refuses_a_commission_that_cannot_be_charged(double percent) =>
        Assert.Equal(("vendor.percent_invalid", "percent"), Approved().AgreeCommission((decimal)percent, Now).Error is { } wrong ? (wrong.Code, wrong.Field) : default);

    [Fact]
    public void Tells_of_a_commission_only_when_it_changes()
    {
        var vendor = Approved();
        vendor.TakeEvents();

        Assert.True(vendor.AgreeCommission(vendor.CommissionPercent, Now).IsSuccess);
        Assert.Empty(vendor.TakeEvents());
        Assert.True(vendor.AgreeCommission(7.5m, Now).IsSuccess);
        Assert.Equal((10m, 7.5m), vendor.TakeEvents().OfType<VendorCommissionChanged>().Select(e => (e.From, e.To)).Single());
    }

    [Fact]
    public void Closes_when_paused_or_suspended()
    {
        var vendor = Approved();
        vendor.SetTakingOrders(false, 20, Now);
        Assert.Equal((false, null, null), (vendor.IsOpenAt(Now, Kolkata), vendor.ClosesAt(Now, Kolkata), vendor.OpensAt(Now, Kolkata)));

        vendor.SetTakingOrders(true, 20, Now);
        Assert.Equal("vendor.reason_invalid", vendor.Suspend("  ", Now).Error?.Code);
        Assert.True(vendor.Suspend("Papers", Now).IsSuccess);
        Assert.False(vendor.IsOpenAt(Now, Kolkata));
        Assert.True(vendor.Approve(Now).IsSuccess);
        Assert.Null(vendor.StateReason);
    }

    public static TheoryData<string, VendorProfileContent> Wrong => new()
    {
        { "name", Profile with { Name = " " } },
        { "hue", Profile with { Hue = 13 } },
        { "position", Profile with { Position = new(91, 0) } },
        { "email", Profile with { Email = "nobody" } },
        { "offersDelivery", Profile with { OffersDelivery = false, OffersPickup = false } },
        { "deliveryRadiusKm", Profile with { DeliveryRadiusKm = double.NaN } },
        { "preparationMinutes", Profile with { PreparationMinutes = 0 } },
        { "freeDeliveryFrom", Profile with { FreeDeliveryFrom = -1 } },
        { "hours", Profile with { Hours = [new(7, new(9, 0), new(10, 0))] } },
        { "hours", Profile with { Hours = [new(1, new(9, 0), new(12, 0)), new(1, new(11, 0), new(14, 0))] } },
        { "hours", Profile with { Hours = [new(6, new(20, 0), new(3, 0)), new(0, new(2, 0), new(4, 0))] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_a_profile_that_breaks_a_rule(string field, VendorProfileContent profile)
    {
        var vendor = Approved();

        Assert.Equal(field, vendor.SaveProfile(profile, Now).Error?.Field);
        Assert.Empty(vendor.TakeEvents());
    }

    [Fact]
    public void Takes_touching_hours_and_moves_its_revision()
    {
        var vendor = Approved();
        var before = vendor.Revision;

        Assert.True(vendor.SaveProfile(Profile with { Hours = [new(6, new(20, 0), new(2, 0)), new(0, new(2, 0), new(4, 0))] }, Now).IsSuccess);
        Assert.Equal(before + 1, vendor.Revision);
        Assert.Equal([0, 6], vendor.Hours.Select(h => h.Day));
    }

    private static Vendor Approved()
    {
        var vendor = Vendor.Register(UserId.New(), "lotus", Registration, 10, Now).Value!;
        vendor.Approve(Now);
        vendor.TakeEvents();
        return vendor;
    }
}
