using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using static Marketplace.Infrastructure.Demo.DemoShelves;

namespace Marketplace.Infrastructure.Demo;

/// <summary>The riders of the town, and how they come to their rides.</summary>
internal sealed class DemoRides
{
    private static readonly (FailureReason Reason, string Note)[] Failures =
    [
        (FailureReason.NobodyHome, "Rang three times and called twice."), (FailureReason.WrongAddress, "There is no such number in this street."),
        (FailureReason.Refused, "Says it was not ordered."), (FailureReason.NobodyHome, "The watchman knows nobody of that name."),
    ];

    private readonly DemoLife _life;
    private readonly Random _random;
    private readonly List<Courier> _couriers = [];

    public DemoRides(DemoTown town, DemoLife life, DateTimeOffset begin)
    {
        (_life, _random) = (life, life.Random);
        foreach (var (place, one) in town.Riders.Index())
        {
            var account = town.Account(one.Account);
            var vehicle = one.Plate.Length == 0 ? one.Vehicle : $"{one.Vehicle} {one.Plate}";
            var rider = Rider.Register(new UserId(account.Id), account.FullName, account.Phone, vehicle, isActive: true, begin.AddDays(-place * 17));
            _couriers.Add(new(rider, new(one.Latitude, one.Longitude), FirstHour: (6 + (place * 5)) % 24, one.Online));
        }
    }

    public List<Delivery> Deliveries { get; } = [];
    public IEnumerable<Rider> Riders => _couriers.Select(c => c.Rider);
    public List<RiderPosition> Positions { get; } = [];

    public Delivery Request(DemoCourse course, VendorOrder part, DateTimeOffset at)
    {
        var (order, address) = (course.Order, course.Order.Address!);
        var delivery = Delivery.Request(
            new(
                part.Id, order.Id, part.VendorId, order.Number,
                new(part.VendorName, part.VendorStreet, part.VendorPosition, _life.Shelves.Vendors.Single(v => v.Id == part.VendorId).Phone, null),
                new(address.Name, address.Line2 is null ? address.Line1 : $"{address.Line1}, {address.Line2}", address.Position, address.Phone, address.Note),
                part.VendorHue, [.. part.Lines.Select(l => new ParcelLine(l.Quantity, l.Name, l.VariantText))], part.RiderFee, _life.Shelves.Settings.Tariff.ExplainToRider(part.DistanceKm ?? 0, part.RiderFee.Currency, 100),
                order.PaymentMethod == PaymentMethod.CashOnDelivery ? part.Total : Money.Zero(part.Total.Currency), part.PickupCode, part.Pin, part.PickupCode[..2] + part.Pin[..2], part.ReadyBy!.Value, part.ArrivesTo),
            at);
        Deliveries.Add(delivery);
        var search = delivery.NextStepAt > at ? delivery.NextStepAt : at;
        _life.After(search, _random.Seconds(1, 6), t => Search(new(course, part, delivery), t));
        return delivery;
    }

    /// <summary>Where everybody is when the demo begins.</summary>
    public void StandStill(DateTimeOffset now)
    {
        foreach (var courier in _couriers)
        {
            if (courier.Ride is not null || courier.IsOnline)
            {
                Must(courier.Rider.GoOnline(now.AddMinutes(-_random.Next(30, 240))));
            }

            var seen = courier.Rider.IsOnline ? now.AddSeconds(-_random.Next(4, 40)) : now.AddHours(-_random.Between(2, 9));
            Positions.Add(new(courier.Rider.Id, courier.PositionAt(now), 8 + _random.Next(20), null, courier.IsRiding ? _random.Between(3, 8) : 0, seen));
        }
    }

    private void Search(Ride ride, DateTimeOffset at)
    {
        if (ride.Delivery.State != DeliveryState.Searching)
        {
            return;
        }

        var asked = ride.Delivery.Offers.Where(o => o.Round == ride.Delivery.Round).Select(o => o.RiderId).ToHashSet();
        Courier[] near = [.. _couriers.Where(c => c.Ride is null && c.AskedUntil < at && !asked.Contains(c.Rider.Id) && Works(c, at)).OrderBy(c => c.Position.MetresTo(ride.Delivery.From.Position)).Take(_random.Next(1, 4))];
        if (near.Length == 0)
        {
            ride.Delivery.FoundNobody(at);
            _life.After(at, TimeSpan.FromMinutes(1), t => Search(ride, t));
            return;
        }

        var time = _life.Shelves.Settings.OfferTime;
        Must(ride.Delivery.OfferTo([.. near.Select(c => new Candidate(c.Rider.Id, c.Rider.UserId, c.Rider.Name, Travel.StreetMetres(c.Position, ride.Delivery.From.Position)))], time, at));
        var offers = ride.Delivery.Offers.Where(o => o.Answer == OfferAnswer.Open).ToArray();
        foreach (var courier in near)
        {
            courier.AskedUntil = at + time;
        }

        var taker = _random.Happens(0.88) ? near[0] : null;
        if (taker is not null)
        {
            taker.Ride = ride;
            _life.After(at, _random.Seconds(5, 40), t => Accept(ride, taker, offers[0].Id, t));
        }

        foreach (var offer in offers.Skip(taker is null ? 0 : 1).Where(_ => _random.Happens(0.5)))
        {
            _life.After(at, _random.Seconds(3, 30), t => ride.Delivery.Decline(offer.Id, t));
        }

        if (taker is null)
        {
            _life.After(at, time + TimeSpan.FromSeconds(1), t =>
            {
                ride.Delivery.EndExpiredOffers(t);
                Search(ride, t.AddSeconds(1));
            });
        }
    }

    private void Accept(Ride ride, Courier courier, OfferId offer, DateTimeOffset at)
    {
        if (!ride.Delivery.Accept(offer, at).IsSuccess)
        {
            courier.Ride = null; // cancelled meanwhile
            return;
        }

        Expect(ride, courier, at);
        var there = Travel.Ride(Travel.StreetMetres(courier.Position, ride.Delivery.From.Position), courier.Rider.Vehicle);
        _life.After(at, there + _random.Seconds(20, 120), t => PickUp(ride, courier, t));
    }

    private void PickUp(Ride ride, Courier courier, DateTimeOffset at)
    {
        courier.Position = ride.Delivery.From.Position;
        if (ride.Delivery.State != DeliveryState.Assigned)
        {
            courier.Ride = null; // cancelled meanwhile
            return;
        }

        if (ride.Part.State != VendorOrderState.Ready)
        {
            _life.After(at, TimeSpan.FromMinutes(1), t => PickUp(ride, courier, t));
            return;
        }

        Must(ride.Delivery.PickUp(ride.Delivery.PickupCode, at));
        Must(ride.Course.Order.Ship(ride.Part.Id, courier.Rider.Name, at));
        _life.After(at, _random.Seconds(15, 60), t =>
        {
            Must(ride.Delivery.Start(t));
            Expect(ride, courier, t);
            var time = Travel.Ride(ride.Delivery.Metres, courier.Rider.Vehicle) * _random.Between(0.85, 1.3);
            courier.RidesUntil(t, t + time, ride.Delivery.To.Position);
            _life.After(t, time + _random.Seconds(40, 180), door => Knock(ride, courier, door));
        });
    }

    private void Knock(Ride ride, Courier courier, DateTimeOffset at)
    {
        var (delivery, name) = (ride.Delivery, courier.Rider.Name);
        courier.Position = delivery.To.Position;
        if (!_random.Happens(0.013))
        {
            Must(delivery.Deliver(delivery.Pin, delivery.CashToCollect.Amount, at));
            Must(ride.Course.Order.Deliver(ride.Part.Id, name, at));
            ride.Course.Delivered(ride.Part, at);
            courier.Ride = null;
            return;
        }

        var (reason, note) = _random.Pick(Failures);
        Must(delivery.Fail(reason, note, at));
        ride.Course.Failed(ride.Part, name, reason.InWords(), at);
        _life.After(at, _random.Seconds(60, 240), t =>
        {
            Must(delivery.Start(t));
            _life.After(t, Travel.Ride(delivery.Metres, courier.Rider.Vehicle), back =>
            {
                Must(delivery.Return(delivery.ReturnCode, back));
                ride.Course.BroughtBack(ride.Part, name, back);
                (courier.Position, courier.Ride) = (delivery.From.Position, null);
            });
        });
    }

    private static void Expect(Ride ride, Courier courier, DateTimeOffset at)
    {
        var delivery = ride.Delivery;
        if (Expectation.Of(delivery.State, delivery.IsReady, delivery.ReadyBy, delivery.From.Position, delivery.To.Position, courier.Rider.Vehicle, courier.Position, at) is { } window)
        {
            ride.Course.Order.Expect(ride.Part.Id, window.From, window.To, at);
        }
    }

    /// <summary>Towards the present it is those who are online when the demo begins.</summary>
    private bool Works(Courier courier, DateTimeOffset at) =>
        _life.IsRecent(at) ? courier.IsOnline : (TimeZoneInfo.ConvertTime(at, _life.Zone).Hour - courier.FirstHour + 24) % 24 < 11;

    private sealed record Ride(DemoCourse Course, VendorOrder Part, Delivery Delivery);

    private sealed class Courier(Rider rider, Position position, int FirstHour, bool isOnline)
    {
        private (DateTimeOffset From, DateTimeOffset To, Position Goal) _leg;

        public Rider Rider => rider;
        public int FirstHour { get; } = FirstHour;
        public bool IsOnline => isOnline;
        public Position Position { get; set; } = position;

        /// <summary>One question at a time.</summary>
        public DateTimeOffset AskedUntil { get; set; }

        /// <summary>What the rider is taken up with; null when free.</summary>
        public Ride? Ride { get; set; }

        public bool IsRiding => Ride?.Delivery.State == DeliveryState.InTransit;

        public void RidesUntil(DateTimeOffset from, DateTimeOffset to, Position goal) => _leg = (from, to, goal);

        public Position PositionAt(DateTimeOffset now)
        {
            if (!IsRiding)
            {
                return Position;
            }

            var done = Math.Clamp((now - _leg.From) / (_leg.To - _leg.From), 0, 0.97);
            return new(
                Position.Latitude + ((_leg.Goal.Latitude - Position.Latitude) * done),
                Position.Longitude + ((_leg.Goal.Longitude - Position.Longitude) * done));
        }
    }
}
