using System.Globalization;
using System.Text;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>One row, asked by the names of its columns.</summary>
internal sealed class CsvRow(int line, IReadOnlyDictionary<string, int> columns, string[] fields, List<ImportRowError> errors)
{
    public int Line { get; } = line;

    public string this[string column] => columns.TryGetValue(column, out var at) && at < fields.Length ? CsvText.Original(fields[at].Trim()) : "";

    public bool IsEmpty => fields.All(string.IsNullOrWhiteSpace);

    public decimal? Amount(string column, bool isNeeded = false)
    {
        var text = this[column];
        if (text.Length == 0)
        {
            if (isNeeded)
            {
                Refuse(column, "This is missing.");
            }

            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return amount;
        }

        Refuse(column, "Write an amount like 1299.50.");
        return null;
    }

    public int? Count(string column)
    {
        var text = this[column];
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000)
        {
            return count;
        }

        Refuse(column, "Write a whole number, 0 to 1000000.");
        return null;
    }

    public bool? Flag(string column)
    {
        switch (this[column].ToUpperInvariant())
        {
            case "":
                return null;
            case "TRUE" or "YES" or "1":
                return true;
            case "FALSE" or "NO" or "0":
                return false;
            default:
                Refuse(column, "Write true or false.");
                return null;
        }
    }

    public void Refuse(string column, string message) => errors.Add(new(Line, column, message));
}

/// <summary>The file cannot be read at all.</summary>
internal sealed class UnreadableFileException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

internal static class CsvRows
{
    private const int MaxRows = 200_000;

    public static int Count(Stream csv)
    {
        using var text = Text(csv);
        var reader = new CsvReader(text);
        var rows = -1; // the heading
        while (Next(reader) is not null)
        {
            rows++;
        }

        return rows > MaxRows ? throw new UnreadableFileException(1, $"A file has at most {MaxRows} rows.") : Math.Max(rows, 0);
    }

    /// <summary>The rows below the heading, one at a time, with the list that takes what is wrong with each.</summary>
    public static IEnumerable<(CsvRow Row, List<ImportRowError> Errors)> Read(Stream csv, IReadOnlyCollection<string> needed)
    {
        using var text = Text(csv);
        var reader = new CsvReader(text);
        var columns = Columns(Next(reader) ?? throw new UnreadableFileException(1, "The file is empty."));
        if (needed.FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
        {
            throw new UnreadableFileException(1, $"The column {missing} is missing.");
        }

        while (Next(reader) is { } fields)
        {
            var errors = new List<ImportRowError>();
            var row = new CsvRow(reader.Line, columns, fields, errors);
            if (reader.IsMalformed)
            {
                errors.Add(new(row.Line, null, "The quotation marks of this row do not match."));
            }

            if (!row.IsEmpty)
            {
                yield return (row, errors);
            }
        }
    }

    private static Dictionary<string, int> Columns(string[] heading)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < heading.Length; at++)
        {
            var name = heading[at].Trim();
            if (name.Length > 0 && !columns.TryAdd(name, at))
            {
                throw new UnreadableFileException(1, $"The column {name} is there twice.");
            }
        }

        return columns;
    }

    private static string[]? Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableFileException(reader.Line, "The file is not UTF-8. Save it as \"CSV UTF-8\".");
        }
    }

    private static StreamReader Text(Stream csv) =>
        new(csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
}
