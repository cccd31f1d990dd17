using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Deliveries;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(45);
    private readonly Candidate _asha = Someone("Asha");
    private readonly Candidate _ravi = Someone("Ravi");

    [Fact]
    public void Searches_early_enough_to_have_a_rider_when_the_bag_is_packed()
    {
        Assert.Equal(Now, Request(readyIn: 15).NextStepAt);
        Assert.Equal(Now + TimeSpan.FromMinutes(40), Request(readyIn: 60).NextStepAt);
    }

    [Fact]
    public void Searches_at_once_when_the_shop_is_ready_early()
    {
        var delivery = Request(readyIn: 60);

        delivery.MakeReady(Now);

        Assert.True(delivery.IsReady);
        Assert.Equal(Now, delivery.NextStepAt);
    }

    [Fact]
    public void Hears_of_being_ready_once()
    {
        var delivery = Request();
        delivery.MakeReady(Now);
        delivery.TakeEvents();

        delivery.MakeReady(Now);

        Assert.Empty(delivery.TakeEvents());
    }

    [Fact]
    public void Belongs_to_the_first_who_accepts()
    {
        var delivery = Request();
        delivery.OfferTo([_asha, _ravi], Time, Now);

        Assert.True(delivery.Accept(OfferTo(delivery, _ravi).Id, Now).IsSuccess);

        Assert.Equal((DeliveryState.Assigned, _ravi.Id), (delivery.State, delivery.RiderId));
        Assert.Equal("offer.withdrawn", delivery.Accept(OfferTo(delivery, _asha).Id, Now).Error?.Code);
        Assert.Equal(_ravi.Id, Assert.Single(delivery.TakeEvents().OfType<DeliveryAssigned>()).RiderId);
    }

    [Fact]
    public void Refuses_an_answer_that_comes_too_late()
    {
        var delivery = Request();
        delivery.OfferTo([_asha], Time, Now);

        Assert.Equal("offer.over", delivery.Accept(OfferTo(delivery, _asha).Id, Now + Time).Error?.Code);
        Assert.Equal(DeliveryState.Offered, delivery.State);
    }

    [Fact]
    public void Goes_on_searching_when_all_have_declined_or_not_answered()
    {
        var delivery = Request();
        delivery.OfferTo([_asha, _ravi], Time, Now);

        delivery.Decline(OfferTo(delivery, _asha).Id, Now);
        Assert.Equal(DeliveryState.Offered, delivery.State);
        delivery.EndExpiredOffers(Now + Time);

        Assert.Equal(DeliveryState.Searching, delivery.State);
        Assert.Equal([OfferAnswer.Declined, OfferAnswer.TimedOut], delivery.Offers.Select(o => o.Answer));
    }

    [Fact]
    public void Steps_of_one_moment_keep_their_order()
    {
        var delivery = Request();
        delivery.OfferTo([_asha], Time, Now);
        delivery.Decline(OfferTo(delivery, _asha).Id, Now);
        delivery.OfferTo([_ravi], Time, Now);

        Assert.Equal([DeliveryState.Searching, DeliveryState.Offered, DeliveryState.Searching, DeliveryState.Offered], delivery.Steps.OrderBy(s => s.At).Select(s => s.State));
        Assert.Equal(4, delivery.Steps.Select(s => s.At).Distinct().Count());
    }

    [Fact]
    public void Declining_twice_is_declining_once()
    {
        var delivery = Request();
        delivery.OfferTo([_asha], Time, Now);
        delivery.Decline(OfferTo(delivery, _asha).Id, Now);
        delivery.TakeEvents();

        Assert.True(delivery.Decline(OfferTo(delivery, _asha).Id, Now).IsSuccess);
        Assert.Empty(delivery.TakeEvents());
    }

    [Fact]
    public void Begins_a_new_round_only_after_a_pause()
    {
        var delivery = Request();
        delivery.OfferTo([_asha], Time, Now);
        delivery.Decline(OfferTo(delivery, _asha).Id, Now);

        delivery.FoundNobody(Now);
        delivery.FoundNobody(Now + TimeSpan.FromSeconds(30));
        Assert.Equal(1, delivery.Round);
        delivery.FoundNobody(Now + Delivery.PauseBetweenRounds);

        Assert.Equal((2, Now + Delivery.PauseBetweenRounds), (delivery.Round, delivery.NextStepAt));
    }

    [Fact]
    public void Stays_in_the_round_while_there_was_nobody_to_ask()
    {
        var delivery = Request();

        delivery.FoundNobody(Now);
        delivery.FoundNobody(Now + TimeSpan.FromHours(1));

        Assert.Equal(1, delivery.Round);
    }

    [Fact]
    public void The_dispatcher_overrides_an_offer_and_a_rider()
    {
        var delivery = Request();
        delivery.OfferTo([_asha], Time, Now);
        var meera = Rider.Register(UserId.New(), "Meera", "1", null, isActive: true, Now);
        var joseph = Rider.Register(UserId.New(), "Joseph", "2", null, isActive: true, Now);

        Assert.True(delivery.AssignTo(meera, "Dev", Now).IsSuccess);
        Assert.Equal(OfferAnswer.Withdrawn, OfferTo(delivery, _asha).Answer);
        Assert.True(delivery.AssignTo(joseph, "Dev", Now).IsSuccess);

        Assert.Equal(joseph.Id, delivery.RiderId);
        Assert.Equal(meera.Id, Assert.Single(delivery.TakeEvents().OfType<DeliveryTakenAway>()).RiderId);
    }

    [Fact]
    public void Stays_with_its_rider_after_the_pick_up()
    {
        var delivery = PickedUp();
        var other = Rider.Register(UserId.New(), "Meera", "1", null, isActive: true, Now);

        Assert.Equal("delivery.wrong_state", delivery.AssignTo(other, "Dev", Now).Error?.Code);
        Assert.Equal(_asha.Id, delivery.RiderId);
    }

    [Fact]
    public void Counts_wrong_codes_and_closes_for_ten_minutes()
    {
        var delivery = Assigned();
        for (var left = 4; left >= 0; left--)
        {
            Assert.Equal("delivery.wrong_code", delivery.PickUp("0000", Now).Error?.Code);
        }

        Assert.Equal("delivery.too_many_tries", delivery.PickUp("7413", Now).Error?.Code);
        Assert.True(delivery.PickUp("7413", Now + Delivery.CodeTriesWindow).IsSuccess);
    }

    [Fact]
    public void A_wrong_code_is_a_change_so_that_it_is_stored()
    {
        var delivery = Assigned();
        var before = delivery.Revision;

        delivery.PickUp("0000", Now);

        Assert.Equal(before + 1, delivery.Revision);
    }

    [Fact]
    public void Wrong_codes_at_the_shop_do_not_count_at_the_door()
    {
        var delivery = Assigned();
        Assert.All(Enumerable.Range(0, 4), _ => delivery.PickUp("0000", Now));
        delivery.PickUp("7413", Now);
        delivery.Start(Now);

        Assert.Equal("delivery.wrong_pin", delivery.Deliver("0000", 480, Now).Error?.Code);
        Assert.True(delivery.Deliver("4071", 480, Now).IsSuccess);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(479.99)]
    [InlineData(481.0)]
    public void Needs_exactly_the_cash_that_is_due(double? cash)
    {
        var delivery = InTransit();

        Assert.Equal("delivery.cash_differs", delivery.Deliver("4071", (decimal?)cash, Now).Error?.Code);
        Assert.Equal(0, delivery.WrongCodes);
    }

    [Fact]
    public void Takes_no_cash_for_what_is_paid()
    {
        var delivery = InTransit(cash: 0);

        Assert.Equal("delivery.cash_differs", delivery.Deliver("4071", 10, Now).Error?.Code);
        Assert.True(delivery.Deliver("4071", null, Now).IsSuccess);
    }

    [Fact]
    public void Tells_what_was_collected_and_earned()
    {
        var delivery = InTransit();
        delivery.Deliver("4071", 480, Now);

        var delivered = Assert.Single(delivery.TakeEvents().OfType<DeliveryDelivered>());
        Assert.Equal((Inr(480), Inr(62)), (delivered.CashCollected, delivered.Fee));
        Assert.Equal(Now, delivery.EndedAt);
    }

    [Fact]
    public void What_fails_goes_back_to_the_shop()
    {
        var delivery = InTransit();

        Assert.True(delivery.Fail(FailureReason.NobodyHome, " Rang twice ", Now).IsSuccess);
        Assert.Equal("delivery.wrong_state", delivery.Deliver("4071", 480, Now).Error?.Code);
        Assert.True(delivery.Start(Now).IsSuccess);
        Assert.Equal(DeliveryState.Returning, delivery.State);
        Assert.Equal("delivery.wrong_code", delivery.Return("7413", Now).Error?.Code);
        Assert.True(delivery.Return("3852", Now).IsSuccess);

        Assert.Equal(DeliveryState.Returned, delivery.State);
        Assert.Contains(delivery.Steps, s => s is { State: DeliveryState.Failed, Note: "Rang twice", Who: "Asha" });
    }

    [Fact]
    public void A_cancelled_order_frees_the_rider_before_the_pick_up_and_turns_around_after_it()
    {
        var early = Assigned();
        early.CancelBecause("Sold out", Now);
        var late = InTransit();
        late.CancelBecause("Cancelled by support", Now);

        Assert.Equal(DeliveryState.Cancelled, early.State);
        Assert.Single(early.TakeEvents().OfType<DeliveryCancelled>());
        Assert.Equal(DeliveryState.Failed, late.State);
        Assert.Equal(_asha.Id, late.RiderId);
    }

    [Fact]
    public void What_has_ended_cannot_be_cancelled()
    {
        var delivery = InTransit();
        delivery.Deliver("4071", 480, Now);
        delivery.TakeEvents();

        delivery.CancelBecause("Too late", Now);

        Assert.Equal(DeliveryState.Delivered, delivery.State);
        Assert.Empty(delivery.TakeEvents());
    }

    private Delivery Assigned(decimal cash = 480)
    {
        var delivery = Request(cash: cash);
        delivery.OfferTo([_asha], Time, Now);
        delivery.Accept(OfferTo(delivery, _asha).Id, Now);
        return delivery;
    }

    private Delivery PickedUp(decimal cash = 480)
    {
        var delivery = Assigned(cash);
        Assert.True(delivery.PickUp("7413", Now).IsSuccess);
        return delivery;
    }

    private Delivery InTransit(decimal cash = 480)
    {
        var delivery = PickedUp(cash);
        Assert.True(delivery.Start(Now).IsSuccess);
        return delivery;
    }

    private static Delivery Request(int readyIn = 15, decimal cash = 480) => Delivery.Request(
        new(
            VendorOrderId.New(), OrderId.New(), VendorId.New(), "MK-4821-07",
            new("Annapurna Provisions", "Mint Street 41", new(12.919, 80.254), "+91 1", null),
            new("Fatima", "Weavers’ Lane 19, Flat 3B", new(12.9104, 80.2398), "+91 2", "Ring twice"),
            5, [new(2, "Mangoes", "Box of 6")], Inr(62), "", Inr(cash), "7413", "4071", "3852", Now + TimeSpan.FromMinutes(readyIn), Now + TimeSpan.FromMinutes(readyIn)),
        Now);

    private static Offer OfferTo(Delivery delivery, Candidate rider) => delivery.Offers.Last(o => o.RiderId == rider.Id);

    private static Candidate Someone(string name) => new(RiderId.New(), UserId.New(), name, MetresToShop: 800);

    private static Money Inr(decimal amount) => new(amount, "INR");
}
