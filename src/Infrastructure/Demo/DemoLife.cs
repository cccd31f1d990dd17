using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Ninety days of the town, lived through the domain's own rules until the present moment.</summary>
internal sealed class DemoLife
{
    private static readonly TimeSpan ShelvesAreFilledAt = TimeSpan.FromHours(5);

    private readonly DemoSchedule _schedule = new();
    private readonly DemoCheckout _checkout;
    private readonly DateTimeOffset _now;
    private readonly DemoRhythm _rhythm;

    public DemoLife(DemoTown town, DemoShelves shelves, DateTimeOffset now, TimeZoneInfo zone, Random random)
    {
        (_now, Random, Shelves, Zone) = (now, random, shelves, zone);
        _rhythm = new(now, zone, random);
        Stock = new(shelves.Offerings, _rhythm.Begin, random);
        People = new(town, random);
        _checkout = new(shelves, People, Stock, [.. town.Accounts.Where(a => a.Demo == "vendor").Take(2).Select(a => a.Name)], zone, random);
        Rides = new(town, this, _rhythm.Begin);
    }

    public Random Random { get; }
    public TimeZoneInfo Zone { get; }
    public DemoShelves Shelves { get; }
    public DemoStock Stock { get; }
    public DemoRides Rides { get; }
    public DemoPeople People { get; }
    public List<Order> Orders { get; } = [];
    public List<Payment> Payments { get; } = [];

    public void Live()
    {
        foreach (var moment in _rhythm.Moments())
        {
            After(moment, TimeSpan.Zero, at => Place(at, null));
        }

        After(_now, TimeSpan.FromMinutes(-24), at => Place(at, People.First));
        After(_now, TimeSpan.FromMinutes(-12), at => Place(at, People.First));

        var lastCount = LastMorning();
        for (var morning = lastCount; morning > _rhythm.Begin; morning = morning.AddDays(-1))
        {
            After(morning, TimeSpan.Zero, morning == lastCount ? Stock.CountAll : at => Stock.FillUp(at, Random));
        }

        _schedule.RunUntil(_now);
        Rides.StandStill(_now);
    }

    public void After(DateTimeOffset at, TimeSpan wait, Action<DateTimeOffset> happens) => _schedule.At(at + wait, happens);

    /// <summary>So close to the present that nobody may have answered yet.</summary>
    public bool IsFresh(DateTimeOffset at) => _now - at < TimeSpan.FromMinutes(20);

    /// <summary>Whoever takes up a ride now may still be riding at present.</summary>
    public bool IsRecent(DateTimeOffset at) => _now - at < TimeSpan.FromMinutes(75);

    public TimeSpan UntilNow(DateTimeOffset at) => _now - at;

    private void Place(DateTimeOffset at, DemoShopper? who)
    {
        if (_checkout.Basket(at, who, IsFresh(at)) is var (draft, shopper))
        {
            var order = Order.Place(draft, at);
            var payment = Payment.For(order, at);
            Orders.Add(order);
            Payments.Add(payment);
            Stock.Reserve(order, at);
            new DemoCourse(this, order, payment, shopper).Begin(at);
        }
    }

    private DateTimeOffset LastMorning()
    {
        var local = TimeZoneInfo.ConvertTime(_now.AddHours(-2), Zone);
        var morning = new DateTimeOffset(local.Date + ShelvesAreFilledAt, local.Offset).ToUniversalTime();
        return morning <= _now.AddHours(-2) ? morning : morning.AddDays(-1);
    }
}
