using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Infrastructure.Vendors;

internal sealed class PostgresApiKeys(NpgsqlDataSource database, IMarketplaceDb db) : IApiKeys
{
    public async Task<KnownApiKey?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select id, vendor_id, prefix, scopes, expires_at from vendors.api_keys where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)");
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = now });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(new(row.GetGuid(0)), new(row.GetGuid(1)), row.GetString(2), row.GetFieldValue<string[]>(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4))
            : null;
    }

    public async Task CountAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update vendors.api_keys k set uses = k.uses + u.count, last_used_at = greatest(k.last_used_at, u.last_at)
            from unnest($1, $2, $3) as u(id, count, last_at) where k.id = u.id
            """);
        command.Parameters.Add(new() { Value = uses.Select(u => u.Key.Value).ToArray() });
        command.Parameters.Add(new() { Value = uses.Select(u => u.Count).ToArray() });
        command.Parameters.Add(new() { Value = uses.Select(u => u.LastAt).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    public Task LockAsync(VendorId vendor, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select 1 from vendors.vendors where id = {vendor.Value} for no key update", ct);
}
