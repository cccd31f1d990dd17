using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Identity;

/// <summary>A shop of which a person wants to hear.</summary>
public sealed class ShopFollow
{
    private ShopFollow() { } // EF Core

    public ShopFollow(UserId userId, VendorId vendorId, DateTimeOffset at) => (UserId, VendorId, At) = (userId, vendorId, at);

    public UserId UserId { get; private init; }
    public VendorId VendorId { get; private init; }
    public DateTimeOffset At { get; private init; }
}

/// <summary>A person of whom another wants to hear.</summary>
public sealed class PersonFollow
{
    private PersonFollow() { } // EF Core

    public PersonFollow(UserId userId, UserId followedId, DateTimeOffset at) => (UserId, FollowedId, At) = (userId, followedId, at);

    public UserId UserId { get; private init; }
    public UserId FollowedId { get; private init; }
    public DateTimeOffset At { get; private init; }
}

/// <summary>A person who shall neither see, nor find, nor follow another; and whom the other does not see either.</summary>
public sealed class Block
{
    private Block() { } // EF Core

    public Block(UserId userId, UserId blockedId, DateTimeOffset at) => (UserId, BlockedId, At) = (userId, blockedId, at);

    public UserId UserId { get; private init; }
    public UserId BlockedId { get; private init; }
    public DateTimeOffset At { get; private init; }
}

public static class FollowErrors
{
    public const int Most = 1000;

    public static Error Oneself { get; } = new(ErrorKind.Conflict, "person.oneself", "That is you.");
    public static Error TooMany { get; } = new(ErrorKind.Conflict, "follow.too_many", $"You can follow {Most} shops and {Most} people. Leave one first.");
}
