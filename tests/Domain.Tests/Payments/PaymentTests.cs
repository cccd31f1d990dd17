using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Payments;

public sealed class PaymentTests
{
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void A_capture_that_is_told_again_changes_nothing()
    {
        var payment = Payment.For(Sample.Order(), Now);
        payment.TakeEvents();

        var first = payment.Complete(payment.Attempts[0].Id, isWanted: true, Now);
        var told = payment.TakeEvents();

        Assert.Equal(Capture.Wanted, first);
        Assert.Single(told, e => e is PaymentCompleted);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(Capture.Known, payment.Complete(payment.Attempts[0].Id, isWanted: true, Now)));
        Assert.Empty(payment.TakeEvents());
        Assert.Equal((payment.Amount, PaymentState.Completed), (payment.Captured, payment.State));
    }

    [Fact]
    public void A_second_capture_and_a_late_one_go_back_in_full()
    {
        var (twice, late) = (Payment.For(Sample.Order(), Now), Payment.For(Sample.Order(), Now));
        twice.Fail(twice.Attempts[0].Id, "Declined", Now);
        twice.TryAgain(PaymentMethod.Card, Now);
        twice.Complete(twice.Attempts[1].Id, isWanted: true, Now);
        late.Expire(Now);

        Assert.Equal(Capture.Unwanted, twice.Complete(twice.Attempts[0].Id, isWanted: true, Now));
        Assert.Equal(Capture.Unwanted, late.Complete(late.Attempts[0].Id, isWanted: false, Now));

        Assert.Equal((twice.Amount, twice.Attempts[0].Id), (twice.Refunds[0].Amount, twice.Refunds[0].Attempt));
        Assert.Equal((twice.Amount, 0m), (twice.Captured, twice.Refunded.Amount)); // the wanted capture stays whole
        Assert.Equal((PaymentState.Expired, 0m, late.Amount), (late.State, late.Captured.Amount, late.Refunds[0].Amount));
    }

    /// <summary>Captures, declines, further tries, expiry and refunds, in any order and as often as they like.</summary>
    [Fact]
    public void Whatever_happens_never_more_goes_back_than_came_in() => Properties.HoldsFor(
        Gen.Choose(0, 5).SelectMany(what => Gen.Choose(0, 3).Select(which => (What: what, Which: which))).ListOf(0, 40), steps =>
        {
            var order = Sample.Order(shops: 3);
            var payment = Payment.For(order, Now);
            var captures = 0;
            foreach (var (what, which) in steps)
            {
                var attempt = payment.Attempts[which % payment.Attempts.Count];
                switch (what)
                {
                    case 0:
                        captures += payment.Complete(attempt.Id, isWanted: payment.State is PaymentState.Initiated or PaymentState.Failed, Now) == Capture.Known ? 0 : 1;
                        break;
                    case 1:
                        payment.Fail(attempt.Id, "Declined", Now);
                        break;
                    case 2:
                        payment.TryAgain(PaymentMethod.Card, Now);
                        break;
                    case 3:
                        payment.Expire(Now);
                        break;
                    default:
                        var part = order.Parts[which % 3];
                        var refund = payment.RefundPart(part.Id, part.Total, "Cancelled", Now);
                        Assert.True(refund is null || payment.State == PaymentState.Completed);
                        break;
                }

                var cameIn = captures * payment.Amount.Amount;
                Assert.True(payment.Refunds.Sum(r => r.Amount.Amount) <= cameIn);
                Assert.True(payment.Refunded <= payment.Captured && payment.Captured <= payment.Amount);
                Assert.Equal(payment.State == PaymentState.Completed, payment.Captured == payment.Amount);
                Assert.Equal(payment.Refunds.Count, payment.Refunds.DistinctBy(r => (r.VendorOrderId, r.Attempt)).Count());
                Assert.Equal(captures, payment.Attempts.Count(a => a.State == AttemptState.Captured));
                Assert.Equal(captures - (payment.State == PaymentState.Completed ? 1 : 0), payment.Refunds.Count(r => r.Attempt is not null));
                Assert.True(payment.CashDue.IsZero);
            }
        });

    [Fact]
    public void A_part_is_refunded_once_and_never_beyond_what_was_captured()
    {
        var order = Sample.Order(shops: 2);
        var payment = Payment.For(order, Now);
        Assert.Null(payment.RefundPart(order.Parts[0].Id, order.Parts[0].Total, "Too early", Now));
        payment.Complete(payment.Attempts[0].Id, isWanted: true, Now);

        var refund = payment.RefundPart(order.Parts[0].Id, order.Parts[0].Total, "Cancelled", Now);

        Assert.Equal(order.Parts[0].Total, refund?.Amount);
        Assert.Null(payment.RefundPart(order.Parts[0].Id, order.Parts[0].Total, "Again", Now));
        Assert.Throws<InvalidOperationException>(() => payment.RefundPart(order.Parts[1].Id, payment.Refundable + new Money(0.01m, "INR"), "Too much", Now));
        Assert.Equal(order.Parts[1].Total, payment.Refundable);
        payment.TakeEvents();
        payment.RefundPaid(refund!.Id, "rfnd_1", Now);
        payment.RefundPaid(refund.Id, "rfnd_1", Now);
        Assert.Single(payment.TakeEvents(), e => e is RefundProcessed);
    }

    [Fact]
    public void Is_tried_again_after_a_decline_and_not_when_it_is_paid_or_over()
    {
        var payment = Payment.For(Sample.Order(), Now);
        payment.Fail(payment.Attempts[0].Id, "Declined", Now);
        Assert.Equal((PaymentState.Failed, "Declined"), (payment.State, payment.FailureReason));

        Assert.Equal(2, payment.TryAgain(PaymentMethod.Card, Now).Value!.Number);
        payment.Fail(payment.Attempts[0].Id, "Told again", Now);
        Assert.Equal((PaymentState.Initiated, null), (payment.State, payment.FailureReason));
        payment.Expire(Now);
        Assert.Equal("order.payment_over", payment.TryAgain(PaymentMethod.Card, Now).Error?.Code);
        payment.Complete(payment.Attempts[1].Id, isWanted: true, Now);
        Assert.Equal("order.already_paid", payment.TryAgain(PaymentMethod.Card, Now).Error?.Code);
    }

    /// <summary>Each part's cash is taken or given up, in any order: what is due is always what is left, and the last one closes it.</summary>
    [Fact]
    public void Cash_is_due_for_what_is_still_to_be_handed_over() => Properties.HoldsFor(
        Gen.Elements(true, false).ArrayOf(3).SelectMany(taken => Gen.Shuffle(new[] { 0, 1, 2 }).Select(turns => (Taken: taken, Turns: turns))), c =>
        {
            var order = Sample.Order(shops: 3, PaymentMethod.CashOnDelivery);
            var payment = Payment.For(order, Now);
            var (due, captured) = (order.Total, Money.Zero("INR"));
            payment.TakeEvents();
            foreach (var turn in c.Turns)
            {
                Assert.Equal((PaymentState.CashDue, due), (payment.State, payment.CashDue));
                var amount = order.Parts[turn].Total;
                if (c.Taken[turn])
                {
                    payment.CollectCash(amount, Now);
                    captured += amount;
                }
                else
                {
                    payment.WaiveCash(amount, Now);
                }

                due -= amount;
            }

            Assert.Equal(captured.IsZero ? PaymentState.Cancelled : PaymentState.CashCollected, payment.State);
            Assert.Equal((captured, order.Total - captured, 0m), (payment.Captured, payment.Waived, payment.CashDue.Amount));
            Assert.Equal(captured.IsZero ? 0 : 1, payment.TakeEvents().Count(e => e is PaymentCompleted));
        });

    [Fact]
    public void Takes_no_more_cash_than_is_due_and_none_for_what_was_paid_otherwise()
    {
        var (cash, card) = (Payment.For(Sample.Order(method: PaymentMethod.CashOnDelivery), Now), Payment.For(Sample.Order(), Now));

        Assert.Throws<InvalidOperationException>(() => cash.CollectCash(cash.Amount + new Money(0.01m, "INR"), Now));
        Assert.Throws<InvalidOperationException>(() => cash.WaiveCash(cash.Amount + new Money(0.01m, "INR"), Now));
        Assert.Throws<InvalidOperationException>(() => card.CollectCash(new Money(1, "INR"), Now));
        card.WaiveCash(card.Amount, Now);

        Assert.Equal((PaymentState.Initiated, 0m), (card.State, card.Waived.Amount));
        Assert.Equal("order.already_paid", cash.TryAgain(PaymentMethod.Card, Now).Error?.Code);
    }
}
