using System.Reflection;

namespace Marketplace.Infrastructure.Identity;

public enum DataClass
{
    Plain,

    /// <summary>Tells who somebody is, or what only they should know.</summary>
    Person,

    /// <summary>A key, or the hash of one.</summary>
    Secret,
}

/// <param name="Becomes">SQL for what it becomes when the person goes and the row stays.</param>
public sealed record InventoriedColumn(string Name, DataClass Class, string? Becomes);

/// <param name="Whose">SQL for the rows of a person; null when the table has nothing of people.</param>
/// <param name="IsOfGuests">Whether it has something of who bought without an account, too.</param>
public sealed record InventoriedTable(string Name, string? Whose, bool IsDeleted, IReadOnlyList<InventoriedColumn> Columns, bool IsOfGuests = false);

/// <summary>The inventory of personal data, read from <c>PersonalData.txt</c>, which says how.</summary>
public static class PersonalDataInventory
{
    public static IReadOnlyList<InventoriedTable> Tables { get; } = Read();

    private static List<InventoriedTable> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Marketplace.Infrastructure.Identity.PersonalData.txt")!);
        List<InventoriedTable> tables = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] != ' ')
            {
                tables.Add(new(line, null, false, []));
                continue;
            }

            var (word, rest) = line.Trim().Split(' ', 2) is [var first, var second] ? (first, second) : (line.Trim(), "");
            tables[^1] = word switch
            {
                "whose" => tables[^1] with { Whose = rest },
                "guests" => tables[^1] with { IsOfGuests = true },
                "delete" => tables[^1] with { IsDeleted = true },
                "person" => With(tables[^1], DataClass.Person, rest),
                "secret" => With(tables[^1], DataClass.Secret, rest),
                "plain" => With(tables[^1], DataClass.Plain, rest),
                _ => throw new InvalidOperationException($"The inventory says {word} of {tables[^1].Name}."),
            };
        }

        return tables;
    }

    private static InventoriedTable With(InventoriedTable table, DataClass kind, string text) => table with
    {
        Columns = text.Split(" := ", 2) is [var name, var becomes]
            ? [.. table.Columns, new(name, kind, becomes)]
            : [.. table.Columns, .. text.Split(' ').Select(name => new InventoriedColumn(name, kind, null))],
    };
}
