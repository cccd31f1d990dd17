using Marketplace.Application.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using static Marketplace.Infrastructure.Demo.DemoShelves;

namespace Marketplace.Infrastructure.Demo;

/// <summary>The shifts of the coming week, at noon and in the evening: some with places left, one full with somebody who waits, and a draft.</summary>
internal sealed class DemoShifts
{
    private const int Days = 7;
    private static readonly (TimeOnly From, TimeOnly To, int Places)[] Hours = [(new(10, 30), new(14, 30), 4), (new(17, 0), new(22, 0), 5)];

    public DemoShifts(IReadOnlyList<Rider> riders, TownTime town, DateTimeOffset now)
    {
        var today = town.DayOf(now);
        foreach (var (slot, day) in Enumerable.Range(0, Days * Hours.Length).Select(s => (s, today.AddDays(1 + s / Hours.Length))))
        {
            var (from, to, places) = Hours[slot % Hours.Length];
            var time = new WorkingTime(town.MomentOf(day, from)!.Value, town.MomentOf(day, to)!.Value);
            var isDraft = slot == Days * Hours.Length - 1;
            var shift = Must(Shift.Plan(time, places, slot % Hours.Length == 1 ? "Rain jackets are at the clock tower." : null, !isDraft, now));
            foreach (var rider in isDraft ? [] : Enumerable.Range(0, slot == 2 ? places : places - 2).Select(seat => riders[(slot * 3 + seat) % riders.Count]))
            {
                Must(shift.Take(rider, [], now));
            }

            if (slot == 2)
            {
                Must(shift.Wait(riders.First(r => shift.Riders.All(s => s.RiderId != r.Id)), [], now));
            }

            Shifts.Add(shift);
        }

        foreach (var rider in riders.Take(6))
        {
            var availability = new Availability(rider.Id);
            Must(availability.Save(Enumerable.Range(1, 5).Select(d => new AvailableTime((DayOfWeek)d, new(10, 0), new(22, 0))), now));
            Availabilities.Add(availability);
        }
    }

    public List<Shift> Shifts { get; } = [];
    public List<Availability> Availabilities { get; } = [];
}
