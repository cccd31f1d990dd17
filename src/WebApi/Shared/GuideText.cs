using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.WebApi.Shared;

/// <summary>Makes pages of the guides in <c>docs/</c>: of the Markdown that they use, and no more. It is our own text; nothing of it is taken for HTML.</summary>
internal static partial class GuideText
{
    private const string Fence = "```";

    /// <param name="linkOf">The address of what a guide links to; null leaves the words without a link.</param>
    public static string ToHtml(string markdown, Func<string, string?> linkOf)
    {
        var html = new StringBuilder();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length;)
        {
            at = lines[at] switch
            {
                "" => at + 1,
                ['#', ..] heading => Heading(html, heading, at, linkOf),
                ['`', '`', '`', ..] => Code(html, lines, at),
                ['|', ..] => Table(html, lines, at, linkOf),
                ['-', ' ', ..] => List(html, lines, at, "ul", linkOf),
                [>= '0' and <= '9', '.', ' ', ..] => List(html, lines, at, "ol", linkOf),
                _ => Paragraph(html, lines, at, linkOf),
            };
        }

        return html.ToString();
    }

    /// <summary>The place of a heading in its page, as links say it: "#ask-for-little".</summary>
    public static string Anchor(string heading) => NoWord().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static int Heading(StringBuilder html, string line, int at, Func<string, string?> linkOf)
    {
        var marks = line.Split(' ')[0];
        var (text, tag) = (line[marks.Length..].Trim(), marks switch { "#" => "h1", "##" => "h2", _ => "h3" });
        html.Append('<').Append(tag).Append(tag == "h1" ? " class=\"title\">" : $" id=\"{Anchor(text)}\">").Append(Inline(text, linkOf)).Append("</").Append(tag).Append(">\n");
        return at + 1;
    }

    private static int Code(StringBuilder html, string[] lines, int at)
    {
        var end = Array.FindIndex(lines, at + 1, l => l.StartsWith(Fence, StringComparison.Ordinal));
        html.Append("<pre tabindex=\"0\"><code>").Append(WebUtility.HtmlEncode(string.Join('\n', lines[(at + 1)..end]))).Append("</code></pre>\n");
        return end + 1;
    }

    private static int Table(StringBuilder html, string[] lines, int at, Func<string, string?> linkOf)
    {
        var end = EndOf(lines, at, l => l.StartsWith('|'));
        var rows = lines[at..end].Select(l => l.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToList()).ToList();
        html.Append("<div class=\"table-box\" tabindex=\"0\"><table class=\"table\">");
        if (rows[0].Exists(c => c.Length > 0))
        {
            html.Append("<thead><tr>").AppendJoin("", rows[0].Select(c => $"<th scope=\"col\">{Inline(c, linkOf)}</th>")).Append("</tr></thead>");
        }

        html.Append("<tbody>").AppendJoin("", rows.Skip(2).Select(r => $"<tr><th scope=\"row\">{Inline(r[0], linkOf)}</th>{string.Concat(r.Skip(1).Select(c => $"<td>{Inline(c, linkOf)}</td>"))}</tr>")).Append("</tbody></table></div>\n");
        return end;
    }

    private static int List(StringBuilder html, string[] lines, int at, string kind, Func<string, string?> linkOf)
    {
        html.Append('<').Append(kind).Append('>');
        while (at < lines.Length && lines[at].Length > 0)
        {
            var end = EndOf(lines, at + 1, l => l.StartsWith(' ') && l.Trim().Length > 0); // an item goes on where its lines are indented
            html.Append("<li>").Append(Inline(string.Join(' ', lines[at..end].Select(l => l.Trim())).Split(' ', 2)[1], linkOf)).Append("</li>");
            at = end;
        }

        html.Append("</").Append(kind).Append(">\n");
        return at;
    }

    private static int Paragraph(StringBuilder html, string[] lines, int at, Func<string, string?> linkOf)
    {
        var end = EndOf(lines, at, l => l.Length > 0);
        html.Append("<p>").Append(Inline(string.Join(' ', lines[at..end]), linkOf)).Append("</p>\n");
        return end;
    }

    private static int EndOf(string[] lines, int from, Func<string, bool> goesOn)
    {
        var end = Array.FindIndex(lines, from, l => !goesOn(l));
        return end < 0 ? lines.Length : end;
    }

    private static string Inline(string text, Func<string, string?> linkOf) => Marks().Replace(WebUtility.HtmlEncode(text), match =>
        match.Groups["code"] is { Success: true } code ? $"<code>{code.Value}</code>"
        : match.Groups["bold"] is { Success: true } bold ? $"<b>{bold.Value}</b>"
        : match.Groups["em"] is { Success: true } em ? $"<em>{em.Value}</em>"
        : linkOf(WebUtility.HtmlDecode(match.Groups["to"].Value)) is { } to ? $"<a href=\"{WebUtility.HtmlEncode(to)}\">{match.Groups["words"].Value}</a>"
        : match.Groups["words"].Value);

    [GeneratedRegex(@"`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|(?<![\w*])\*(?<em>[^*\s][^*]*)\*|\[(?<words>[^\]]+)\]\((?<to>[^)]+)\)")]
    private static partial Regex Marks();

    [GeneratedRegex(@"[^a-z0-9 \-]")]
    private static partial Regex NoWord();
}
