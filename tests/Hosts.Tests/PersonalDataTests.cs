using Marketplace.Infrastructure.Identity;
using Npgsql;

namespace Marketplace.Hosts.Tests;

/// <summary>What is stored of people is known, column by column, over the schemas of all hosts.</summary>
[Collection(nameof(Hosts))]
public sealed class PersonalDataTests(Hosts hosts)
{
    [Fact]
    public async Task Every_column_of_the_database_is_in_the_inventory_and_no_other()
    {
        await using var connection = new NpgsqlConnection(hosts.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select format('%s.%s %s', c.table_schema, c.table_name, c.column_name) from information_schema.columns c
            join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
            where c.table_schema not in ('pg_catalog', 'information_schema')
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        HashSet<string> stored = [];
        while (await reader.ReadAsync())
        {
            stored.Add(reader.GetString(0));
        }

        var known = PersonalDataInventory.Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name} {c.Name}")).ToList();
        Assert.True(stored.Count > 300, $"{stored.Count} columns");
        var unknown = stored.Except(known).Order(StringComparer.Ordinal).ToList();
        Assert.True(unknown.Count == 0, $"Say in src/Infrastructure/Identity/PersonalData.txt what these have of people: {string.Join(", ", unknown)}");
        Assert.Empty(known.Except(stored));
        Assert.Empty(known.GroupBy(k => k).Where(k => k.Count() > 1).Select(k => k.Key));
    }

    [Fact]
    public void What_stays_of_a_person_is_made_into_something_else()
    {
        var staying = PersonalDataInventory.Tables.Where(t => t is { Whose: not null, IsDeleted: false }).ToList();

        Assert.NotEmpty(staying);
        Assert.Empty(staying.SelectMany(t => t.Columns.Where(c => c.Class != DataClass.Plain && c.Becomes is null).Select(c => $"{t.Name} {c.Name}")));
        Assert.Empty(PersonalDataInventory.Tables.Where(t => t.Whose is null && t.Columns.Any(c => c.Class == DataClass.Person)).Select(t => t.Name));
    }
}
