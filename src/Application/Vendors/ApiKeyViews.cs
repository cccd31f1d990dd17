using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <summary>The keys of a shop as its people see them: everything but the keys themselves.</summary>
public sealed class ApiKeyViews(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    private const int Most = 100;

    /// <summary>Those that work come first, then the ones that ended last.</summary>
    public async Task<IReadOnlyList<ApiKeyItem>> ListAsync(VendorId vendor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.VendorId == vendor)
            .OrderByDescending(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now)).ThenByDescending(k => k.MadeAt).ThenBy(k => k.Id).Take(Most).ToListAsync(ct);
        return [.. keys.Select(k => Show(k, now))];
    }

    internal static ApiKeyItem Show(ApiKey key, DateTimeOffset now) => new(
        key.Id.Value, key.Name, key.Prefix, key.Scopes, key.MadeAt, key.ExpiresAt, key.RevokedAt, key.LastUsedAt, key.Uses, key.IsAlive(now), key.SuccessorId is not null);
}
