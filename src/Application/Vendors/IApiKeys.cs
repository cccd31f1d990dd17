using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

/// <summary>A key that works, as the door sees it.</summary>
public sealed record KnownApiKey(ApiKeyId Id, VendorId Vendor, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <param name="Count">Since the last time that uses were written.</param>
public sealed record ApiKeyUse(ApiKeyId Key, long Count, DateTimeOffset LastAt);

/// <summary>What is asked with every request, and so does without the model.</summary>
public interface IApiKeys
{
    /// <returns>Null for what is unknown, revoked or over.</returns>
    Task<KnownApiKey?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken ct);

    Task CountAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken ct);

    /// <summary>Until the transaction ends, nobody else makes a key for this shop.</summary>
    Task LockAsync(VendorId vendor, CancellationToken ct);
}
