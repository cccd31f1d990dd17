using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using static Marketplace.Infrastructure.Demo.DemoShelves;

namespace Marketplace.Infrastructure.Demo;

/// <summary>How one order goes on: paid or not, accepted or not, brought or collected, and what the shopper thinks of it.</summary>
internal sealed class DemoCourse(DemoLife life, Order order, Payment payment, DemoShopper shopper)
{
    private static readonly string[] Declines =
        ["The bank declined the payment (code U30).", "Not enough money in the account (code 51).", "The payment was not approved in the app (code U69).", "The card has expired (code 54)."];

    private static readonly string[] Refusals =
        ["Sold out since this morning.", "The last one turned out to be damaged.", "We are closing early today.", "Too many orders at once. Sorry.", "This needs a day’s notice."];

    private static readonly string[] SecondThoughts = ["Ordered by mistake.", "Wrong address.", "It would come too late.", "Cancelled by the shopper"];

    private const string Hex = "0123456789abcdef";

    private readonly Random _random = life.Random;

    public Order Order => order;

    public void Begin(DateTimeOffset at)
    {
        if (order.PaymentMethod == PaymentMethod.CashOnDelivery)
        {
            Confirm(at);
            return;
        }

        life.After(order.PayBy!.Value, _random.Seconds(1, 20), Expire);
        switch (_random.NextDouble())
        {
            case < 0.915:
                life.After(at, _random.Seconds(25, 110), Capture);
                break;
            case < 0.955:
                life.After(at, _random.Seconds(25, 80), t => Decline(t, triesAgain: true));
                break;
            case < 0.98:
                life.After(at, _random.Seconds(25, 80), t => Decline(t, triesAgain: false));
                break;
        }
    }

    /// <summary>The goods are in the shopper's hands.</summary>
    public void Delivered(VendorOrder part, DateTimeOffset at)
    {
        if (order.PaymentMethod == PaymentMethod.CashOnDelivery)
        {
            payment.CollectCash(part.Total, at);
        }

        foreach (var line in part.Lines.Where(_ => _random.Happens(0.46)))
        {
            // A shop's name decides a little how it is liked, the same for every seed.
            var bad = 0.02 + (part.VendorSlug.Length % 5 * 0.012);
            var stars = _random.NextDouble() switch { var x when x < bad => 1, var x when x < bad * 2 => 2, var x when x < bad * 4.5 => 3, < 0.36 => 4, _ => 5 };
            life.After(at, TimeSpan.FromHours(_random.Between(0.5, 40)), t => Must(order.Rate(line.Id, stars, t)));
        }
    }

    /// <summary>Nobody took it: there is no cash for it.</summary>
    public void Failed(VendorOrder part, string rider, string reason, DateTimeOffset at)
    {
        Must(order.Fail(part.Id, rider, reason, at));
        payment.WaiveCash(part.Total, at);
    }

    public void BroughtBack(VendorOrder part, string rider, DateTimeOffset at)
    {
        Must(order.TakeBack(part.Id, rider, at));
        life.Stock.Release(order, part, MovementReason.Returned, at);
        Refund(part, "Could not be delivered", at);
    }

    private void Capture(DateTimeOffset at)
    {
        Open(at.AddSeconds(-20));
        if (payment.Complete(payment.Attempts[^1].Id, isWanted: order.State == OrderState.Pending, at) == Domain.Payments.Capture.Wanted)
        {
            Confirm(at);
        }
    }

    private void Decline(DateTimeOffset at, bool triesAgain)
    {
        Open(at.AddSeconds(-20));
        payment.Fail(payment.Attempts[^1].Id, _random.Pick(Declines), at);
        if (triesAgain)
        {
            life.After(at, _random.Seconds(10, 60), t =>
            {
                Must(payment.TryAgain(_random.Happens(0.5) ? PaymentMethod.Card : PaymentMethod.Upi, t));
                life.After(t, _random.Seconds(25, 90), Capture);
            });
        }
    }

    /// <summary>The gateway knows of the attempt shortly before it is decided; one that is still open can be opened again from the order.</summary>
    private void Open(DateTimeOffset at) =>
        payment.Opened(payment.Attempts[^1].Id, $"pay_{_random.Text(Hex, 32)}", $"/orders/{order.Number}", at);

    private void Expire(DateTimeOffset at)
    {
        if (order.ExpireUnpaid("Not paid in time", at))
        {
            payment.Expire(at);
            life.Stock.Release(order, null, MovementReason.Released, at);
        }
    }

    private void Confirm(DateTimeOffset at)
    {
        var isWaiting = life.IsFresh(at) && _random.Happens(0.7);
        order.Confirm(at, isWaiting ? life.UntilNow(at) + TimeSpan.FromMinutes(_random.Next(6, 45)) : life.Shelves.Settings.AnswerTime);
        life.Stock.Commit(order, at);
        foreach (var part in order.Parts.Where(_ => !isWaiting))
        {
            Answer(part, at);
        }
    }

    private void Answer(VendorOrder part, DateTimeOffset at)
    {
        switch (_random.NextDouble())
        {
            case < 0.020:
                life.After(at, _random.Seconds(30, 160), t => Cancel(part, CancelCause.Vendor, _random.Pick(Refusals), part.VendorName, t));
                break;
            case < 0.028:
                life.After(part.AnswerBy!.Value, _random.Seconds(0, 4), t => Cancel(part, CancelCause.NoAnswer, $"{part.VendorName} did not answer in time", "Marketplace", t));
                break;
            case < 0.042:
                life.After(at, _random.Seconds(10, 100), t => Cancel(part, CancelCause.Customer, _random.Pick(SecondThoughts), shopper.Name, t));
                break;
            default:
                life.After(at, _random.Seconds(12, 150), t => Accept(part, t));
                break;
        }
    }

    private void Accept(VendorOrder part, DateTimeOffset at)
    {
        var usual = life.Shelves.Vendors.Single(v => v.Id == part.VendorId).PreparationMinutes;
        var preparation = TimeSpan.FromMinutes(Math.Clamp(Math.Round(usual * _random.Between(0.8, 1.4)), 5, 240));
        Must(order.Accept(part.Id, preparation, at));
        var ride = part.Method == FulfilmentMethod.Delivery ? life.Rides.Request(this, part, at) : null;
        if (_random.Happens(0.006))
        {
            life.After(at, preparation * 0.6, t =>
            {
                Cancel(part, CancelCause.Admin, "The shop called: something broke while packing.", "Marketplace", t);
                ride?.CancelBecause(part.CancelReason!, t);
            });
            return;
        }

        life.After(at, preparation * _random.Between(0.6, 1.2), t =>
        {
            Must(order.MakeReady(part.Id, t));
            ride?.MakeReady(t);
            if (ride is null)
            {
                life.After(t, TimeSpan.FromMinutes(_random.Between(4, 50)), later => Collect(part, later));
            }
        });
    }

    private void Collect(VendorOrder part, DateTimeOffset at)
    {
        Must(order.HandOver(part.Id, part.Pin, at));
        Delivered(part, at);
    }

    private void Cancel(VendorOrder part, CancelCause cause, string reason, string who, DateTimeOffset at)
    {
        Must(order.Cancel(part.Id, cause, reason, who, at));
        payment.WaiveCash(part.Total, at);
        life.Stock.Release(order, part, MovementReason.Cancelled, at);
        Refund(part, reason, at);
    }

    private void Refund(VendorOrder part, string reason, DateTimeOffset at)
    {
        if (payment.RefundPart(part.Id, part.Total, reason, at) is { } refund)
        {
            life.After(at, _random.Seconds(2, 25), t => payment.RefundPaid(refund.Id, $"rfnd_{_random.Text(Hex, 24)}", t));
        }
    }
}
