using Marketplace.Application.Identity;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

/// <summary>Reads the table that the identity server keeps in the same database.</summary>
internal sealed class GrantRevocations(NpgsqlDataSource database) : IGrantRevocations
{
    public async Task<IReadOnlyList<RevokedGrant>> SinceAsync(DateTimeOffset since, CancellationToken ct)
    {
        List<RevokedGrant> revoked = [];
        try
        {
            await using var command = database.CreateCommand("select grant_id, at from identity.revoked_grants where at > $1");
            command.Parameters.Add(new() { Value = since });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                revoked.Add(new(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)));
            }
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }

        return revoked;
    }
}
