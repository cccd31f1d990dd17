using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Deliveries;

/// <summary>A rider who does not answer costs the shopper a few seconds, and nothing else.</summary>
[Collection(nameof(Town))]
public sealed class OfferTimeOutTests(Town town) : Story(town)
{
    private const string Shop = "tail-and-whisker";

    [Fact]
    public async Task An_offer_that_nobody_answers_goes_to_the_next_rider()
    {
        var (latitude, longitude) = (
            await Town.ReadAsync<double>("select position_latitude from vendors.vendors where slug = $1", Shop),
            await Town.ReadAsync<double>("select position_longitude from vendors.vendors where slug = $1", Shop));
        await AllowAsync(seconds: 12);
        var (nearName, near) = await OnlineAsync(0, latitude, longitude);
        var (farName, far) = await OnlineAsync(1, latitude + 0.008, longitude);

        var shopper = new Shopper(Town, await Browsers.DeskAsync());
        await shopper.AddAsync(await Town.SimpleProductAsync(Shop));
        await shopper.CheckOutAsync("Rehana Aziz", "+91 98400 55531");
        await shopper.PayByAsync("Cash");
        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Order · ₹" }).ClickAsync();
        await Expect(shopper.Page.GetByText("Your order is in.")).ToBeVisibleAsync();
        var number = shopper.OrderNumber;

        var portal = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), "vendor");
        await portal.Locator(".order-card", new() { HasText = "Rehana Aziz" }).GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();

        // The nearest rider is asked and stays silent; the offer leaves that phone and rings on the other.
        await Expect(near.GetByText("New offer", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(far.GetByRole(AriaRole.Button, new() { Name = "Accept ₹" })).ToBeVisibleAsync(new() { Timeout = 2 * Town.Patience });
        await Expect(near.GetByRole(AriaRole.Heading, new() { Name = "You are online" })).ToBeVisibleAsync();
        await far.GetByRole(AriaRole.Button, new() { Name = "Accept ₹" }).ClickAsync();
        await Expect(far.GetByRole(AriaRole.Link, new() { Name = "I am at the shop" })).ToBeVisibleAsync();

        Assert.Equal($"{nearName} TimedOut, {farName} Accepted", await Town.ReadAsync<string>(
            "select string_agg(o.rider_name || ' ' || o.answer, ', ' order by o.made_at) from deliveries.offers o join deliveries.deliveries d on d.id = o.delivery_id where d.number = $1", number));
        await Expect(portal.Locator(".order-card", new() { HasText = "Rehana Aziz" })).ToContainTextAsync(farName.Split(' ')[0]);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Town.SendRidersHomeAsync();
    }

    public override async Task DisposeAsync()
    {
        await Town.SendRidersHomeAsync();
        await AllowAsync(seconds: 45);
        await base.DisposeAsync();
    }

    /// <summary>How long a rider may think about an offer, as the settings page stores it.</summary>
    private Task AllowAsync(int seconds) => Town.ChangeAsync("update shared.settings set offer_time = make_interval(secs => $1), revision = revision + 1", (double)seconds);

    /// <summary>A rider who has no part in another story, at this place. One who is on the way has arrived by now.</summary>
    private async Task<(string Name, IPage Page)> OnlineAsync(int which, double latitude, double longitude)
    {
        const string Riders =
            """
            from deliveries.riders r join identity.user_directory u on u.id = r.user_id
            where r.is_active and u.email not in ('joseph@tarapet.example', 'lakshmi@tarapet.example')
            order by (select count(*) from deliveries.deliveries d where d.rider_id = r.id and d.state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning')), u.email
            limit 1 offset $1
            """;
        var (email, name) = (await Town.ReadAsync<string>("select u.email " + Riders, which), await Town.ReadAsync<string>("select r.name " + Riders, which));
        await Town.ChangeAsync(
            "update deliveries.deliveries d set state = 'Delivered', picked_up_at = coalesce(d.picked_up_at, d.created_at), cash_collected_amount = d.cash_to_collect_amount from deliveries.riders r where r.id = d.rider_id and r.name = $1 and d.state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning')", name);
        var rider = await Town.PortalAsync(await Browsers.PhoneAsync(latitude, longitude), email, "rider");
        await rider.GetByRole(AriaRole.Button, new() { Name = "Go online" }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Heading, new() { Name = "You are online" })).ToBeVisibleAsync();
        return (name, rider);
    }
}
