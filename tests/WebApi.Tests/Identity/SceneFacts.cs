using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What the database says of a scene, without ids, times and secrets, so that what happened to two scenes can be compared.</summary>
internal static partial class SceneFacts
{
    private static readonly string[] Elsewhere = ["information_schema", "pg_catalog", "shared", "identity", "public"];

    /// <summary>Columns that are drawn or counted.</summary>
    private static readonly string[] OfChance = ["id", "position", "number", "order_number", "slug", "hue", "vendor_hue"];

    /// <summary>The moment, as the database counts: what is written after it has this number or a higher one.</summary>
    public static async Task<long> MomentAsync(this GuardedApp app)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint", connection);
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    /// <param name="since">From before the scene was built: older rows, of which there are many, need not be looked through.</param>
    /// <returns>One line for each row that is about the scene.</returns>
    public static async Task<IReadOnlyList<string>> FactsAsync(this GuardedApp app, Scene scene, long since)
    {
        var ids = string.Join('|', scene.Names.All.Concat(Enum.GetValues<Actor>().Select(a => scene.PersonOf(a).Value.ToString())).Distinct().Select(Regex.Escape));
        var rows = await ReadAsync(app, ids, since);
        Assert.True(rows.Count > 20, $"{rows.Count} rows of a scene");
        return [.. rows.Select(row => $"{row.Table} {Plain(row.Json)}").Order(StringComparer.Ordinal)];
    }

    /// <returns>The rows anywhere that hold one of these texts.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(this GuardedApp app, params string[] texts) =>
        [.. (await ReadAsync(app, string.Join('|', texts.Select(Regex.Escape)), since: 0)).Select(row => $"{row.Table} {row.Json}")];

    private static async Task<List<(string Table, string Json)>> ReadAsync(GuardedApp app, string pattern, long since)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and not table_schema = any($1)", connection) { Parameters = { new() { Value = Elsewhere } } })
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.True(tables.Count > 15, $"{tables.Count} tables");
        var rows = new List<(string, string)>();
        await using var read = new NpgsqlCommand(string.Join(" union all ", tables.Select(t => $"select '{t}', to_jsonb(x)::text from (select * from {t} where xmin::text::bigint >= $2 offset 0) x where x::text ~ $1")), connection) { Parameters = { new() { Value = pattern }, new() { Value = since } } };
        await using var found = await read.ExecuteReaderAsync();
        while (await found.ReadAsync())
        {
            rows.Add((found.GetString(0), found.GetString(1)));
        }

        return rows;
    }

    private static string Plain(string json)
    {
        using var row = JsonDocument.Parse(json);
        return string.Join(' ', row.RootElement.EnumerateObject()
            .Where(c => c.Value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number || (c.Value.ValueKind == JsonValueKind.String && Word().IsMatch(c.Value.GetString()!)))
            .Where(c => !OfChance.Contains(c.Name))
            .Select(c => $"{c.Name}={c.Value}"));
    }

    /// <summary>A name or the word for a state; ids, codes and hashes have digits in them, and the number of an order now and then has none.</summary>
    [GeneratedRegex(@"^(?!MK-)[\p{L} .,’'-]{1,60}$")]
    private static partial Regex Word();
}
