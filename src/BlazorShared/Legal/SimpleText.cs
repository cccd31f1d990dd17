namespace Marketplace.BlazorShared.Legal;

public enum BlockKind
{
    Paragraph,
    Heading,
    Subheading,
    List,
}

/// <param name="Lines">One for a paragraph and a heading; one for each item of a list.</param>
public sealed record TextBlock(BlockKind Kind, IReadOnlyList<IReadOnlyList<TextSpan>> Lines);

/// <param name="Href">Where the words lead; null for words that lead nowhere.</param>
public sealed record TextSpan(string Words, bool IsStrong = false, string? Href = null);

/// <summary>
/// The little that a legal text needs beyond words: headings (<c>#</c>, <c>##</c>), lists (<c>-</c>), <c>**bold**</c> and <c>[links](address)</c>.
/// Whatever else is written is shown as it is written. It becomes components and never markup, so no text can bring HTML along.
/// </summary>
public static class SimpleText
{
    public static IReadOnlyList<TextBlock> Read(string text)
    {
        List<TextBlock> blocks = [];
        List<string> open = [];
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Append(""))
        {
            var kind = line switch
            {
                "" => (BlockKind?)null,
                _ when line.StartsWith("## ", StringComparison.Ordinal) => BlockKind.Subheading,
                _ when line.StartsWith("# ", StringComparison.Ordinal) => BlockKind.Heading,
                _ when line.StartsWith("- ", StringComparison.Ordinal) => BlockKind.List,
                _ => BlockKind.Paragraph,
            };
            if (kind == BlockKind.Paragraph)
            {
                open.Add(line);
                continue;
            }

            if (open.Count > 0)
            {
                blocks.Add(new(BlockKind.Paragraph, [Spans(string.Join(' ', open))]));
                open.Clear();
            }

            if (kind is BlockKind.List && blocks is [.., { Kind: BlockKind.List } list])
            {
                blocks[^1] = list with { Lines = [.. list.Lines, Spans(line[2..])] };
            }
            else if (kind is { } one)
            {
                blocks.Add(new(one, [Spans(line[(one == BlockKind.Subheading ? 3 : 2)..].Trim())]));
            }
        }

        return blocks;
    }

    /// <summary>Pages of ours, and secure ones of others. Anything else is shown as words, because it could run.</summary>
    public static bool IsAddress(string text) =>
        (text is ['/', not ('/' or '\\'), ..] or "/" || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "mailto")) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static List<TextSpan> Spans(string line)
    {
        List<TextSpan> spans = [];
        var (from, at) = (0, 0);
        while (at < line.Length)
        {
            var (span, length) = Marked(line.AsSpan(at));
            if (span is null)
            {
                at++;
                continue;
            }

            Plain(at);
            spans.Add(span);
            at += length;
            from = at;
        }

        Plain(line.Length);
        return spans;

        void Plain(int to)
        {
            if (to > from)
            {
                spans.Add(new(line[from..to]));
            }
        }
    }

    private static (TextSpan? Span, int Length) Marked(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("**") && rest[2..].IndexOf("**") is > 0 and var strong)
        {
            return (new(rest.Slice(2, strong).ToString(), IsStrong: true), strong + 4);
        }

        if (rest[0] != '[' || rest.IndexOf("](") is not (> 1 and var middle) || rest[middle..].IndexOf(')') is not (> 2 and var length))
        {
            return (null, 0);
        }

        var address = rest.Slice(middle + 2, length - 2).ToString();
        return IsAddress(address) ? (new(rest[1..middle].ToString(), Href: address), middle + length + 1) : (null, 0);
    }
}
