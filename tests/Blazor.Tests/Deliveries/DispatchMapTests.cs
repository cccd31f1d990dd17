using Marketplace.BlazorAdmin.Deliveries;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Deliveries;

public sealed class DispatchMapTests
{
    private static readonly PositionDto Shop = new(12.9135, 80.245);

    [Fact]
    public void Offers_free_riders_by_distance_before_busy_ones_and_nobody_who_is_away()
    {
        var far = Rider("Far", RiderStates.Online, new(12.92, 80.255));
        var near = Rider("Near", RiderStates.Online, new(12.914, 80.2452));
        var lost = Rider("Lost", RiderStates.Online, null);
        var busy = Rider("Busy", RiderStates.Busy, Shop);

        var candidates = DispatchMap.Candidates(
            Delivery(null), [far, busy, lost, near, Rider("Off", RiderStates.Offline, Shop), Rider("Gone", RiderStates.Online, Shop) with { IsActive = false }]);

        Assert.Equal(["Near", "Far", "Lost", "Busy"], candidates.Select(c => c.Rider.Name));
        Assert.Null(candidates[2].Metres);
    }

    [Fact]
    public void Does_not_offer_it_to_who_has_it()
    {
        var rider = Rider("Joseph", RiderStates.Busy, Shop);

        Assert.Empty(DispatchMap.Candidates(Delivery(rider.Id), [rider]));
    }

    [Fact]
    public void Measures_a_kilometre_as_one()
    {
        Assert.InRange(DispatchMap.Metres(Shop, Shop with { Latitude = Shop.Latitude + 0.008993 }), 995, 1005);
    }

    private static DeliveryItem Delivery(Guid? rider) => new(
        Guid.CreateVersion7(), "MK-1", Guid.CreateVersion7(), DeliveryStates.Searching, "Kiln & Clay", 2, Shop, Shop, "Palm Maidan", rider, null,
        DateTimeOffset.UnixEpoch, null, null, false, 0, new MoneyDto(38, "INR"), null);

    private static RiderItem Rider(string name, string state, PositionDto? position) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), name, "+91 1", null, state, true, position, null, 0, 0, new MoneyDto(0, "INR"), new MoneyDto(0, "INR"), 1);
}
