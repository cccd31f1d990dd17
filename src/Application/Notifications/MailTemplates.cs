using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Mail texts, from the embedded <c>Mails/*.mail</c> files: a subject, the plain text, and the HTML inside the common layout. A template
/// knows named tokens and repeated sections and nothing else; in HTML every value is encoded.
/// </summary>
internal static partial class MailTemplates
{
    private static readonly ConcurrentDictionary<string, Template> Cache = new();

    /// <param name="values">Text for <c>{{token}}</c>; a list of rows for <c>{{#section}}…{{/section}}</c>, repeated for each.</param>
    /// <param name="layoutName">What stands around the mail and says why it comes.</param>
    public static (string Subject, string Text, string Html) Render(string name, IReadOnlyDictionary<string, object> values, string layoutName = "layout")
    {
        var layout = Cache.GetOrAdd(layoutName, Load);
        var template = Cache.GetOrAdd(name, Load);
        var subject = Fill(template.Subject, [values], encode: false);
        var content = Fill(template.Html, [values], encode: true);
        IReadOnlyDictionary<string, object>[] around = [values, new Dictionary<string, object> { ["subject"] = subject }];
        var html = string.Join(content, layout.Html.Split("[[content]]").Select(part => Fill(part, around, encode: true)));
        return (OneLine(subject), Fill(template.Text, [values], encode: false).Trim() + "\n", html);
    }

    /// <summary>A value must not be able to start another header.</summary>
    private static string OneLine(string text) => ControlCharacters().Replace(text, " ").Trim();

    /// <summary>In one go: what a value brings along is text, also where it looks like a token.</summary>
    private static string Fill(string template, IReadOnlyList<IReadOnlyDictionary<string, object>> scopes, bool encode) => Part().Replace(template, match =>
    {
        var found = Find(match.Groups["name"].Value, scopes);
        if (match.Groups["body"] is { Success: true, Value: var body })
        {
            return string.Concat(((IEnumerable<IReadOnlyDictionary<string, object>>)found).Select(row => Fill(body, [row, .. scopes], encode)));
        }

        return encode ? WebUtility.HtmlEncode((string)found) : (string)found;
    });

    private static object Find(string name, IReadOnlyList<IReadOnlyDictionary<string, object>> scopes) =>
        scopes.FirstOrDefault(s => s.ContainsKey(name))?[name] ?? throw new InvalidOperationException($"The mail has no value for {name}.");

    private static Template Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Marketplace.Application.Notifications.Mails.{name}.mail")
            ?? throw new InvalidOperationException($"There is no mail template {name}.");
        var parts = new StreamReader(stream, Encoding.UTF8).ReadToEnd().ReplaceLineEndings("\n").Split("\n---\n");
        return new(parts[0].Trim(), parts[1], parts[2]);
    }

    private sealed record Template(string Subject, string Text, string Html);

    [GeneratedRegex(@"\{\{#(?<name>\w+)\}\}\n?(?<body>.*?)\{\{/\k<name>\}\}\n?|\{\{(?<name>\w+)\}\}", RegexOptions.Singleline, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"\p{C}+", RegexOptions.None, 1000)]
    private static partial Regex ControlCharacters();
}
