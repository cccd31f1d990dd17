using Bunit;
using Marketplace.BlazorAdmin.Orders;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class OrderCardTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 0, 0, TimeSpan.Zero);

    public OrderCardTests() => Services.AddSingleton<TimeProvider>(new StillClock(Now));

    [Fact]
    public void A_new_order_shows_its_clock_and_asks_for_an_answer()
    {
        VendorOrderItem? accepted = null;
        var order = Order(VendorOrderStates.Confirmed) with { AnswerBy = Now.AddSeconds(168), Note = "Eggs dated today" };

        var card = Render<OrderCard>(p => p.Add(c => c.Order, order).Add(c => c.Now, Now).Add(c => c.AnswerTime, TimeSpan.FromMinutes(3))
            .Add(c => c.IsNewest, true).Add(c => c.PreparationMinutes, 12).Add(c => c.Accept, o => accepted = o));

        Assert.Contains("order-card--new", card.Find("article").ClassName, StringComparison.Ordinal);
        Assert.Equal("2:48", card.Find("[role=timer] > span").TextContent);
        Assert.Contains("“Eggs dated today”", card.Markup, StringComparison.Ordinal);
        Assert.Contains("₹646", card.Markup, StringComparison.Ordinal);
        card.FindAll("button")[0].Click();
        Assert.Same(order, accepted);
        Assert.StartsWith("Accept, 12 min", card.FindAll("button")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_only_looks_gets_no_buttons_and_a_suspended_shop_can_only_decline()
    {
        var order = Order(VendorOrderStates.Confirmed) with { AnswerBy = Now.AddSeconds(168) };

        var looking = Render<OrderCard>(p => p.Add(c => c.Order, order).Add(c => c.Now, Now).Add(c => c.MayAccept, false).Add(c => c.MayWork, false));
        var suspended = Render<OrderCard>(p => p.Add(c => c.Order, order).Add(c => c.Now, Now).Add(c => c.MayAccept, false));

        Assert.Empty(looking.FindAll("button"));
        Assert.Equal("Decline", Assert.Single(suspended.FindAll("button")).TextContent);
    }

    [Fact]
    public void A_late_one_says_so_in_words()
    {
        var order = Order(VendorOrderStates.Preparing) with { IsLate = true, ReadyBy = Now.AddMinutes(-4) };

        var card = Show(order);

        Assert.Contains("order-card--late", card.Find("article").ClassName, StringComparison.Ordinal);
        Assert.Equal("4 min late", card.Find(".badge").TextContent);
    }

    [Theory]
    [InlineData(FulfilmentMethods.Pickup, "Hand over")]
    [InlineData(FulfilmentMethods.Delivery, "Code for the rider")]
    public void A_ready_one_goes_to_the_shopper_or_to_the_rider(string method, string action)
    {
        var card = Show(Order(VendorOrderStates.Ready) with { Method = method });

        Assert.StartsWith(action, card.Find(".button").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_order_is_cut_and_counted()
    {
        var lines = Enumerable.Range(1, 9).Select(i => new VendorOrderItemLine(i, $"Thing {i}", null)).ToArray();

        var card = Show(Order(VendorOrderStates.Preparing) with { Lines = lines });

        Assert.Equal(5, card.FindAll("ul li").Count);
        Assert.Equal("and 5 more", card.FindAll("ul li")[^1].TextContent);
    }

    [Fact]
    public void Nobody_acts_on_what_is_on_its_way()
    {
        Assert.Empty(Show(Order(VendorOrderStates.OutForDelivery)).FindAll("button"));
    }

    private IRenderedComponent<OrderCard> Show(VendorOrderItem order) => Render<OrderCard>(p => p.Add(c => c.Order, order).Add(c => c.Now, Now));

    private static VendorOrderItem Order(string state) => new(
        Guid.CreateVersion7(), "MK-4821-07", state, FulfilmentMethods.Delivery, "Aditi Rao", new MoneyDto(646, "INR"), true, 0.9, 4,
        [new(1, "Alphonso mangoes", null), new(2, "Coriander", "Large")], null, Now.AddSeconds(-12), null, null, false, null, null);

    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
