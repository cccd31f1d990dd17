using System.Text;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>Several texts in one cell: separated by a mark, which a backslash makes ordinary. And texts that a spreadsheet must not run.</summary>
internal static class ListCell
{
    public static string Join(char mark, IEnumerable<string> texts) => string.Join(mark, texts);

    public static string Escape(string text, string marks)
    {
        if (text.AsSpan().IndexOfAny(marks) < 0 && !text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 4);
        foreach (var c in text)
        {
            if (c == '\\' || marks.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Splits at the mark; what a backslash stands before stays as it is, backslash and all, for <see cref="Unescape"/>.</summary>
    public static IReadOnlyList<string> Split(string cell, char mark, int most = int.MaxValue)
    {
        var parts = new List<string>();
        var from = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == '\\')
            {
                i++;
            }
            else if (cell[i] == mark && parts.Count + 1 < most)
            {
                parts.Add(cell[from..i]);
                from = i + 1;
            }
        }

        parts.Add(cell[from..]);
        return cell.Length == 0 ? [] : parts;
    }

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text.Trim();
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }

            plain.Append(text[i]);
        }

        return plain.ToString().Trim();
    }
}
