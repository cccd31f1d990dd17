using System.Globalization;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Texts that become script, or an element of their own, in a page that does not write texts as texts.</summary>
internal static class Payloads
{
    /// <summary>Finds what of a text has become markup. With any of the texts below in it, a page that takes one for markup has such an element.</summary>
    public const string Probe =
        """
        () => [
          ...(window.__xss === undefined ? [] : [`script ${window.__xss} ran`]),
          ...[...document.querySelectorAll('x-ss, [x-ss]')].map(e => `<${e.localName} ${e.getAttributeNames()}> in <${e.parentElement?.localName}>`),
          ...[...document.querySelectorAll('a[href], form[action], iframe[src], object[data], base')].filter(e => /^\s*(javascript|vbscript|data):/i.test(e.getAttribute('href') ?? e.getAttribute('action') ?? e.getAttribute('src') ?? e.getAttribute('data') ?? ''))
            .map(e => `<${e.localName}> leads to ${e.getAttribute('href') ?? e.getAttribute('action')}`),
        ]
        """;

    private static readonly string[] Texts =
    [
        "<script x-ss>__xss=0</script>", "<x-ss>", "\"><x-ss>", "'><x-ss>", "\"><img x-ss src onerror=__xss=0>", "'\"--><svg x-ss onload=__xss=0>", "</title><x-ss>", "</textarea><x-ss>",
        "</script><x-ss>", "</style><x-ss>", "</noscript><x-ss>", "</template><x-ss>", "</option></select><x-ss>", "</table><x-ss>", "</a><x-ss>", "</h1><x-ss>", "--><x-ss>", "]]><x-ss>",
        "\" x-ss onfocus=__xss=0 autofocus a=\"", "' x-ss onmouseover=__xss=0 a='", "` x-ss onclick=__xss=0 `", " x-ss autofocus onfocus=__xss=0 ", "javascript:__xss=0", "JaVaScRiPt:__xss=0//",
        "\tjavascript:__xss=0", "data:text/html,<x-ss>", "vbscript:__xss=0", "<a x-ss href=javascript:__xss=0>x", "<iframe x-ss srcdoc=\"<script>parent.__xss=0</script>\">", "<object x-ss data=javascript:__xss=0>",
        "<embed x-ss src=javascript:__xss=0>", "<form x-ss action=javascript:__xss=0><input type=submit>", "<button x-ss formaction=javascript:__xss=0>x", "<details x-ss open ontoggle=__xss=0>",
        "<input x-ss autofocus onfocus=__xss=0>", "<select x-ss autofocus onfocus=__xss=0>", "<video x-ss><source onerror=__xss=0>", "<audio x-ss src onerror=__xss=0>", "<body x-ss onload=__xss=0>",
        "<marquee x-ss onstart=__xss=0>", "<math x-ss><mtext><style><img src onerror=__xss=0>", "<svg x-ss><animate onbegin=__xss=0 attributeName=x>", "<base x-ss href=//evil.example>", "<meta x-ss http-equiv=refresh content=0>",
        "<link x-ss rel=stylesheet href=//evil.example>", "<style x-ss>@import'//evil.example'</style>", "<template x-ss><script>__xss=0</script>", "<!--><x-ss>-->", "<x-ss/onclick=__xss=0>", "<\u0000x-ss>",
        "{{constructor.constructor('__xss=0')()}}<x-ss>", "${__xss=0}<x-ss>", "@(__xss=0)<x-ss>", "&lt;x-ss&gt;", "&#60;x-ss&#62;", "%3Cx-ss%3E", "\\u003cx-ss\\u003e", "\\x3cx-ss\\x3e", "＜x-ss＞<x-ss>", "\u202e<x-ss>", "';__xss=0;'<x-ss>",
        "\\\";__xss=0//<x-ss>", "<scr<script>ipt x-ss>__xss=0</scr</script>ipt>", "<<x-ss>>", "<p x-ss='<x-ss>'>",
    ];

    public static int Count => Texts.Length;

    /// <summary>The text of this number, or the next that fits. PostgreSQL takes no NUL, so that one comes without.</summary>
    public static string Of(int number, int? most = null)
    {
        var text = Texts[number % Texts.Length].Replace("\0", "", StringComparison.Ordinal).Replace("__xss=0", $"__xss={(number % 90 + 10).ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);
        return most is { } length && text.Length > length ? Of(number + 1, most) : text;
    }
}
