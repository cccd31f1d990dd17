using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Orders;

public sealed class OrderTests
{
    private static readonly DateTimeOffset Now = Sample.Now;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(3);

    /// <summary>Any steps on any parts, possible or not, compared with the table after each.</summary>
    [Fact]
    public void Whatever_is_tried_states_follow_the_table_and_each_step_is_written_down() => Properties.HoldsFor(
        Gen.Elements(Enum.GetValues<VendorOrderAction>()).SelectMany(action => Gen.Choose(0, 2).Select(part => (Action: action, Part: part))).ListOf(0, 40), steps =>
        {
            var order = Sample.Order(shops: 3, PaymentMethod.CashOnDelivery);
            var model = order.Parts.Select(_ => VendorOrderState.Pending).ToArray();
            var (total, paths) = (order.Total, model.Select(s => new List<VendorOrderState> { s }).ToArray());
            var at = Now;
            foreach (var (action, place) in steps)
            {
                at += TimeSpan.FromSeconds(1);
                order.TakeEvents();
                var (isDone, expected) = Try(order, order.Parts[place], action, at, model);
                var changes = order.TakeEvents();
                foreach (var (i, (before, after)) in model.Zip(expected).Index().Where(m => m.Item.First != m.Item.Second))
                {
                    paths[i].Add(after);
                    Assert.Single(changes.OfType<VendorOrderStateChanged>(), e => (e.VendorOrderId, e.From, e.To, e.At) == (order.Parts[i].Id, before, after, at));
                }

                Assert.Equal(isDone, changes.Count > 0);
                Assert.Equal(OrderProgress.Of(model) != OrderProgress.Of(expected), changes.OfType<OrderStateChanged>().Any());
                model = expected;
                Assert.Equal(model, order.Parts.Select(p => p.State));
                Assert.Equal(OrderProgress.Of(model), order.State);
            }

            Assert.Equal(total, order.Total);
            foreach (var (part, path) in order.Parts.Zip(paths))
            {
                var history = order.History.Where(h => h.VendorOrderId == part.Id).ToArray();
                Assert.Equal(path, history.Select(h => h.State));
                Assert.Equal(history.Select(h => h.At).Order(), history.Select(h => h.At));
                Assert.All(history, h => Assert.NotEmpty(h.Who));
                Assert.Equal(OrderProgress.IsEnded(part.State), part.EndedAt is not null);
                Assert.Equal(part.State == VendorOrderState.Cancelled, part.CancelReason is not null);
            }
        });

    [Fact]
    public void Is_confirmed_once_however_often_it_is_told()
    {
        var order = Sample.Order(shops: 2);
        order.TakeEvents();

        Assert.True(order.Confirm(Now, AnswerTime));
        var told = order.TakeEvents();
        Assert.False(order.Confirm(Now.AddMinutes(1), AnswerTime));

        Assert.Single(told.OfType<OrderConfirmed>());
        Assert.Equal(2, told.OfType<VendorOrderConfirmed>().Count());
        Assert.Empty(order.TakeEvents());
        Assert.All(order.Parts, part => Assert.Equal(Now + AnswerTime, part.AnswerBy));
        Assert.Null(order.PayBy);
    }

    [Fact]
    public void Expires_only_while_it_waits_for_payment()
    {
        var (unpaid, paid) = (Sample.Order(), Sample.Order());
        paid.Confirm(Now, AnswerTime);

        Assert.True(unpaid.ExpireUnpaid("Not paid in time", Now));
        Assert.False(unpaid.ExpireUnpaid("Not paid in time", Now));
        Assert.False(unpaid.Confirm(Now, AnswerTime));
        Assert.False(paid.ExpireUnpaid("Not paid in time", Now));

        Assert.Equal((OrderState.Cancelled, CancelCause.Unpaid), (unpaid.State, unpaid.Parts[0].CancelCause));
        Assert.Equal(OrderState.Confirmed, paid.State);
    }

    [Fact]
    public void A_part_that_was_cancelled_before_payment_is_not_confirmed_with_the_others()
    {
        var order = Sample.Order(shops: 2);
        order.Cancel(order.Parts[0].Id, CancelCause.Customer, "Changed my mind", "Meera", Now);

        order.Confirm(Now, AnswerTime);

        Assert.Equal([VendorOrderState.Cancelled, VendorOrderState.Confirmed], order.Parts.Select(p => p.State));
    }

    [Theory]
    [InlineData(CancelCause.Customer, "order.too_late_to_cancel")]
    [InlineData(CancelCause.Vendor, null)]
    [InlineData(CancelCause.Admin, null)]
    public void When_the_shop_has_begun_only_shop_and_operations_can_cancel(CancelCause cause, string? refusal)
    {
        var order = Sample.Order();
        var part = order.Parts[0];
        order.Confirm(Now, AnswerTime);
        order.Accept(part.Id, TimeSpan.FromMinutes(10), Now);

        Assert.Equal(refusal, order.Cancel(part.Id, cause, "Because", "Somebody", Now).Error?.Code);
        Assert.Equal(refusal is null ? VendorOrderState.Cancelled : VendorOrderState.Preparing, part.State);
        Assert.Equal(refusal is null ? "Because" : null, part.CancelReason);
    }

    [Fact]
    public void Is_handed_over_at_the_counter_against_its_PIN_and_never_when_a_rider_brings_it()
    {
        var (collected, ridden) = (Sample.Order(fulfilment: FulfilmentMethod.Pickup), Sample.Order());
        var part = collected.Parts[0];
        collected.Confirm(Now, AnswerTime);
        collected.Accept(part.Id, TimeSpan.FromMinutes(10), Now);
        Assert.Equal("order.not_possible", collected.HandOver(part.Id, part.Pin, Now).Error?.Code);
        collected.MakeReady(part.Id, Now);

        Assert.Equal("order.wrong_pin", collected.HandOver(part.Id, "0000", Now).Error?.Code);
        Assert.True(collected.HandOver(part.Id, part.Pin, Now).IsSuccess);
        Assert.Equal("order.not_for_pickup", ridden.HandOver(ridden.Parts[0].Id, ridden.Parts[0].Pin, Now).Error?.Code);
        Assert.Equal("order.not_found", ridden.HandOver(VendorOrderId.New(), "4321", Now).Error?.Code);
    }

    private static (bool IsDone, VendorOrderState[] Expected) Try(Order order, VendorOrder part, VendorOrderAction action, DateTimeOffset at, VendorOrderState[] before)
    {
        var expected = before.ToArray();
        if (action == VendorOrderAction.Confirm) // the whole order at once
        {
            var isPending = OrderProgress.Of(before) == OrderState.Pending;
            Assert.Equal(isPending, order.Confirm(at, AnswerTime));
            return (isPending, [.. expected.Select(s => isPending && s == VendorOrderState.Pending ? VendorOrderState.Confirmed : s)]);
        }

        var place = order.Parts.Index().Single(p => p.Item.Id == part.Id).Index;
        var next = OrderProgress.After(before[place], action);
        var result = action switch
        {
            VendorOrderAction.Accept => order.Accept(part.Id, TimeSpan.FromMinutes(10), at),
            VendorOrderAction.MakeReady => order.MakeReady(part.Id, at),
            VendorOrderAction.Ship => order.Ship(part.Id, "Ravi", at),
            VendorOrderAction.Deliver => order.Deliver(part.Id, "Ravi", at),
            VendorOrderAction.Cancel => order.Cancel(part.Id, CancelCause.Admin, "Because", "Marketplace", at),
            VendorOrderAction.Fail => order.Fail(part.Id, "Ravi", "Nobody was there", at),
            VendorOrderAction.Return => order.TakeBack(part.Id, "Ravi", at),
            VendorOrderAction.Lose => order.Lose(part.Id, "Stolen", at),
            _ => throw new InvalidOperationException($"{action}"),
        };
        Assert.Equal(next is null ? "order.not_possible" : null, result.Error?.Code);
        expected[place] = next ?? before[place];
        return (next is not null, expected);
    }
}
