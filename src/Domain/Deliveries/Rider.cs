using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>Somebody who brings orders. Online means: asks me. Whether they are busy follows from their deliveries.</summary>
public sealed class Rider : AggregateRoot
{
    /// <summary>How many deliveries a rider may hold at once. The database's index on active deliveries enforces one; raise both together.</summary>
    public const int Capacity = 1;
    public const int NameMaxLength = 100;
    public const int PhoneMinLength = 5;
    public const int PhoneMaxLength = 32;
    public const int VehicleMaxLength = 60;

    private Rider() { } // EF Core

    public override Guid StreamId => Id.Value;
    public RiderId Id { get; private init; }
    public UserId UserId { get; private init; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public string? Vehicle { get; private set; }

    /// <summary>May work. Somebody who left stays in the books.</summary>
    public bool IsActive { get; private set; }
    public bool IsOnline { get; private set; }
    public DateTimeOffset? OnlineSince { get; private set; }
    public DateTimeOffset RegisteredAt { get; private init; }

    public static Rider Register(UserId user, string name, string phone, string? vehicle, bool isActive, DateTimeOffset now, RiderId? id = null)
    {
        var rider = new Rider { Id = id ?? RiderId.New(), UserId = user, RegisteredAt = now };
        rider.Save(name, phone, vehicle, isActive, now);
        return rider;
    }

    /// <summary>Changes what is known of the rider. Whoever may no longer work goes offline.</summary>
    public void Save(string name, string phone, string? vehicle, bool isActive, DateTimeOffset now)
    {
        (Name, Phone, IsActive) = (name.Trim(), phone.Trim(), isActive);
        Vehicle = string.IsNullOrWhiteSpace(vehicle) ? null : vehicle.Trim();
        Raise(new RiderSaved(Id, UserId, IsActive, now));
        if (!isActive)
        {
            GoOffline(now);
        }
    }

    /// <summary>What riders change by themselves. Their name is as operations took it down, because shops and shoppers go by it.</summary>
    public Result<Done> ChangeContact(string phone, string? vehicle, DateTimeOffset now)
    {
        if (phone.Trim() is not { Length: >= PhoneMinLength and <= PhoneMaxLength } number || !number.All(c => char.IsAsciiDigit(c) || "+-() ".Contains(c, StringComparison.Ordinal)))
        {
            return DeliveryErrors.Wrong("phone", "A phone number has digits, and perhaps + ( ) - and spaces.");
        }

        if (vehicle?.Trim() is { Length: > VehicleMaxLength })
        {
            return DeliveryErrors.Wrong("vehicle", $"At most {VehicleMaxLength} characters.");
        }

        Save(Name, number, vehicle, IsActive, now);
        return new Done();
    }

    public Result<Done> GoOnline(DateTimeOffset now)
    {
        if (!IsActive)
        {
            return DeliveryErrors.NotARider;
        }

        if (!IsOnline)
        {
            (IsOnline, OnlineSince) = (true, now);
            Raise(new RiderWentOnline(Id, UserId, now));
        }

        return new Done();
    }

    /// <summary>The same where riders work in shifts: it takes one that goes on now, or begins soon.</summary>
    public Result<Done> GoOnline(IEnumerable<WorkingTime> shifts, DateTimeOffset now) =>
        IsActive && !IsOnline && !shifts.Any(s => s.LetsOnline(now)) ? ShiftErrors.NoShiftNow : GoOnline(now);

    public void GoOffline(DateTimeOffset now)
    {
        if (IsOnline)
        {
            (IsOnline, OnlineSince) = (false, null);
            Raise(new RiderWentOffline(Id, UserId, now));
        }
    }
}
