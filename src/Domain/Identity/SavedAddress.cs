using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

public readonly record struct SavedAddressId(Guid Value) : IId<SavedAddressId>
{
    public static SavedAddressId From(Guid value) => new(value);
}

/// <summary>A place that a shopper has things brought to. An order keeps a copy, so changing it changes no order.</summary>
public sealed class SavedAddress : AggregateRoot
{
    public const int LabelMaxLength = 40;
    public const int MaxPerUser = 20;

    private SavedAddress() { } // EF Core

    public SavedAddress(UserId userId, string label, AddressSnapshot address, bool isDefault, DateTimeOffset now)
    {
        (Id, UserId) = (SavedAddressId.New(), userId);
        Change(label, address, isDefault, now);
    }

    public SavedAddressId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public UserId UserId { get; private init; }
    public string Label { get; private set; } = "";
    public AddressSnapshot Address { get; private set; } = null!;
    public bool IsDefault { get; private set; }

    public void Change(string label, AddressSnapshot address, bool isDefault, DateTimeOffset now)
    {
        (Label, Address, IsDefault) = (label, address, isDefault);
        Raise(new AddressBookChanged(UserId, now));
    }

    public void StopBeingDefault(DateTimeOffset now)
    {
        IsDefault = false;
        Raise(new AddressBookChanged(UserId, now));
    }
}

/// <summary>For nobody but the person's own pages.</summary>
public sealed record AddressBookChanged(UserId UserId, DateTimeOffset At) : IDomainEvent;
