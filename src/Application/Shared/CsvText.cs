namespace Marketplace.Application.Shared;

internal static class CsvText
{
    /// <summary>A row without its end.</summary>
    public static string Row(IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    /// <summary>A text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Harmless(string text) => IsFormula(text) || text.StartsWith('\'') ? "'" + text : text;

    /// <summary>Undoes <see cref="Harmless"/>.</summary>
    public static string Original(string text) => text is ['\'', ..] && (IsFormula(text[1..]) || text is [_, '\'', ..]) ? text[1..] : text;

    private static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..];

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") >= 0 || field is [' ', ..] or [.., ' ']
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
