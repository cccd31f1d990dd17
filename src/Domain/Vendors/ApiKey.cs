using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>
{
    public static ApiKeyId From(Guid value) => new(value);
}

/// <summary>
/// Lets a program of a shop use the API for the shop, without a person. It is shown once and kept as a hash. It acts as itself:
/// what it changes stands under its own id, and it outlives the membership of whoever made it.
/// </summary>
public sealed class ApiKey : AggregateRoot
{
    public const int NameMaxLength = 60;

    /// <summary>How much of a key stays visible, so that people can tell one from the other.</summary>
    public const int PrefixLength = 11;
    public const int MostPerShop = 10;

    /// <summary>The old one works so long beside the new one, so that a program changes over without an outage.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(2 * 366);

    /// <summary>What keys can be for; the names are those of the scopes for applications of others.</summary>
    public static readonly IReadOnlyList<string> AllScopes = ["vendor.orders", "vendor.catalog"];

    private ApiKey() { } // EF Core

    public ApiKeyId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public VendorId VendorId { get; private init; }
    public string Name { get; private init; } = "";
    public string Prefix { get; private init; } = "";
    public byte[] Hash { get; private init; } = [];
    public IReadOnlyList<string> Scopes { get; private init; } = [];
    public UserId MadeBy { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The key that took its place.</summary>
    public ApiKeyId? SuccessorId { get; private set; }

    /// <summary>Counted by the nodes of the API and written now and then; never changed here.</summary>
    public long Uses { get; private init; }
    public DateTimeOffset? LastUsedAt { get; private init; }

    public bool IsAlive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    /// <param name="secret">The whole key; only its start and <paramref name="hash"/> are kept.</param>
    public static Result<ApiKey> Make(
        VendorId vendor, string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string secret, byte[] hash, UserId by, DateTimeOffset now)
    {
        var (label, wanted) = (name.Trim(), AllScopes.Where(scopes.Contains).ToArray());
        if (label.Length is 0 or > NameMaxLength)
        {
            return ApiKeyErrors.Wrong("name", $"Say in 1 to {NameMaxLength} characters which program it is for.");
        }

        if (wanted.Length == 0 || !scopes.All(AllScopes.Contains))
        {
            return ApiKeyErrors.Wrong("scopes", "Choose at least one thing that it may do.");
        }

        if (expiresAt <= now || expiresAt > now + LongestLife)
        {
            return ApiKeyErrors.Wrong("expiresAt", "The last day lies ahead, within two years, or is left open.");
        }

        var key = new ApiKey
        {
            Id = ApiKeyId.New(),
            VendorId = vendor,
            Name = label,
            Prefix = secret[..PrefixLength],
            Hash = hash,
            Scopes = wanted,
            MadeBy = by,
            MadeAt = now,
            ExpiresAt = expiresAt,
        };
        key.Raise(new ApiKeyMade(key.Id, vendor, by, now));
        return key;
    }

    /// <summary>Makes the key that takes this one's place, which may do the same and ends when it would have ended.</summary>
    public Result<ApiKey> Rotate(string secret, byte[] hash, UserId by, DateTimeOffset now)
    {
        if (!IsAlive(now))
        {
            return ApiKeyErrors.Over;
        }

        if (SuccessorId is not null)
        {
            return ApiKeyErrors.AlreadyRotated;
        }

        var made = Make(VendorId, Name, Scopes, ExpiresAt, secret, hash, by, now);
        if (made.IsSuccess)
        {
            var end = now + Overlap;
            (SuccessorId, ExpiresAt) = (made.Value.Id, ExpiresAt < end ? ExpiresAt : end);
            Raise(new ApiKeyRotated(Id, VendorId, made.Value.Id, by, now));
        }

        return made;
    }

    public Result<Done> Revoke(UserId by, DateTimeOffset now)
    {
        if (!IsAlive(now))
        {
            return ApiKeyErrors.Over;
        }

        RevokedAt = now;
        Raise(new ApiKeyRevoked(Id, VendorId, by, now));
        return new Done();
    }
}

public sealed record ApiKeyMade(ApiKeyId KeyId, VendorId VendorId, UserId By, DateTimeOffset At) : IDomainEvent;

public sealed record ApiKeyRotated(ApiKeyId KeyId, VendorId VendorId, ApiKeyId SuccessorId, UserId By, DateTimeOffset At) : IDomainEvent;

public sealed record ApiKeyRevoked(ApiKeyId KeyId, VendorId VendorId, UserId By, DateTimeOffset At) : IDomainEvent;

public static class ApiKeyErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "api_key.not_found", "There is no such key.");
    public static Error Over { get; } = new(ErrorKind.Conflict, "api_key.over", "This key does not work any more.");
    public static Error AlreadyRotated { get; } = new(ErrorKind.Conflict, "api_key.already_rotated", "Another key has taken its place already.");
    public static Error TooMany { get; } = new(ErrorKind.Conflict, "api_key.too_many", $"A shop has at most {ApiKey.MostPerShop} keys that work. Revoke one first.");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, $"api_key.{field.ToLowerInvariant()}_invalid", message, field);
}
