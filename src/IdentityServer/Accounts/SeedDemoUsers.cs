using System.Text.Json;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.IdentityServer.Accounts;

internal sealed record DemoAccount(Guid Id, string Email, string FullName, string? Phone, IReadOnlyList<string>? Roles, string Password);

/// <summary>
/// Puts the people of the demo town in place: <c>seed-demo accounts.json</c>. Running it again repairs them. One hash serves
/// all who share a password, because the demo's passwords are printed on the console anyway.
/// </summary>
internal sealed class SeedDemoUsers(string connectionString, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public async Task<int> RunAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        var accounts = await JsonSerializer.DeserializeAsync<List<DemoAccount>>(stream, Web, ct) ?? [];
        var hashes = accounts.Select(a => a.Password).Distinct().ToDictionary(p => p, p => hasher.HashPassword(new User(), p));
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var account in accounts)
        {
            batch.BatchCommands.Add(Upsert(account, hashes[account.Password]));
            batch.BatchCommands.Add(GiveRoles(account));
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return accounts.Count;
    }

    private NpgsqlBatchCommand Upsert(DemoAccount account, string hash) => new(
        """
        INSERT INTO identity.users (id, full_name, created_at, lockout_round, user_name, normalized_user_name, email, normalized_email,
            email_confirmed, password_hash, security_stamp, concurrency_stamp, phone_number, phone_number_confirmed, two_factor_enabled,
            lockout_enabled, access_failed_count)
        VALUES ($1, $2, $3, 0, $4, $5, $4, $5, true, $6, $7, $7, $8, $8 IS NOT NULL, false, true, 0)
        ON CONFLICT (id) DO UPDATE SET full_name = excluded.full_name, user_name = excluded.user_name,
            normalized_user_name = excluded.normalized_user_name, email = excluded.email, normalized_email = excluded.normalized_email,
            password_hash = excluded.password_hash, phone_number = excluded.phone_number, phone_number_confirmed = excluded.phone_number_confirmed, lockout_end = NULL, access_failed_count = 0, disabled_at = NULL
        """)
    {
        Parameters =
        {
            new() { Value = account.Id }, new() { Value = account.FullName }, new() { Value = clock.GetUtcNow() },
            new() { Value = account.Email }, new() { Value = normalizer.NormalizeEmail(account.Email)! }, new() { Value = hash },
            new() { Value = Secrets.New() }, new() { Value = (object?)PhoneText.Normalize(account.Phone) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };

    private static NpgsqlBatchCommand GiveRoles(DemoAccount account) => new(
        """
        WITH gone AS (DELETE FROM identity.user_roles WHERE user_id = $1 AND role_id NOT IN (SELECT id FROM identity.roles WHERE name = ANY($2)))
        INSERT INTO identity.user_roles (user_id, role_id) SELECT $1, id FROM identity.roles WHERE name = ANY($2) ON CONFLICT DO NOTHING
        """)
    {
        Parameters =
        {
            new() { Value = account.Id },
            new() { Value = (account.Roles ?? []).Append(Role.Customer).Distinct().ToArray() },
        },
    };
}
