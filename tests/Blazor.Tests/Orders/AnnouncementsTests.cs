using Marketplace.BlazorAdmin.Orders;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class AnnouncementsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 0, 0, TimeSpan.Zero);
    private readonly Announcements _announcements = new();

    [Fact]
    public void Says_who_how_much_and_how_long()
    {
        Assert.Equal("New order from Aditi Rao, ₹646. 3 min to accept.", Announcements.Arrival(Waiting(180), Now));
    }

    [Fact]
    public void Reminds_at_a_minute_and_at_a_quarter_of_one_and_never_each_second()
    {
        var order = Waiting(180);

        var said = Enumerable.Range(0, 181).Select(second => _announcements.Due([order], Now.AddSeconds(second))).OfType<string>().ToArray();

        Assert.Equal(["60 seconds left to accept the order from Aditi Rao.", "15 seconds left to accept the order from Aditi Rao."], said);
    }

    [Fact]
    public void Is_silent_about_what_is_accepted_or_over()
    {
        Assert.Null(_announcements.Due([Waiting(60) with { State = VendorOrderStates.Preparing }], Now));
        Assert.Null(_announcements.Due([Waiting(-1)], Now));
    }

    private static VendorOrderItem Waiting(int seconds) => new(
        Guid.CreateVersion7(), "MK-4821-07", VendorOrderStates.Confirmed, FulfilmentMethods.Delivery, "Aditi Rao", new MoneyDto(646, "INR"), true, 0.9, 4,
        [], null, Now, Now.AddSeconds(seconds), null, false, null, null);
}
