using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Whether this version may serve on the database's schema: every migration of its own is there. Those of a newer version may be there
/// too, while nodes are replaced one by one; but one that takes away what versions before it need has a name that ends so:
/// <c>20270101000000_DropOldPricesBreaking</c>.
/// </summary>
public sealed class SchemaLevel(NpgsqlDataSource database)
{
    public const string Breaking = "Breaking";

    private static readonly string[] Known =
        [.. typeof(SchemaLevel).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)];

    public async Task<bool> IsOursAsync(CancellationToken ct)
    {
        HashSet<string> applied = new(StringComparer.Ordinal);
        try
        {
            await using var look = database.CreateCommand("select \"MigrationId\" from shared.migrations");
            await using var row = await look.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                applied.Add(row.GetString(0));
            }
        }
        catch (PostgresException empty) when (empty.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false; // nothing was migrated yet
        }

        return Known.All(applied.Contains) && !applied.Except(Known).Any(id => id.EndsWith(Breaking, StringComparison.Ordinal));
    }
}
