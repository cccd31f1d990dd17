using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Design;

/// <summary>What breaks when the window is narrow or wide, the text large, or the page read from right to left.</summary>
internal static class Layout
{
    // The page must not scroll sideways; what sticks out names the culprit, as long as nothing around it scrolls or cuts it off.
    private const string Overflow =
        """
        () => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const cut = element => { for (let e = element.parentElement; e; e = e.parentElement) if (getComputedStyle(e).overflowX !== 'visible') return true; return false; };
          const out = [...document.body.querySelectorAll('*')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !cut(e);
          });
          return [`${root.scrollWidth} px in ${root.clientWidth} px`, ...out.slice(-3).map(e => e.outerHTML.slice(0, 160))];
        }
        """;

    // A line of more than about a hundred letters is hard to follow back to the next one. Only prose is measured: what has several lines' worth of its own text.
    private const string LongLines =
        """
        () => [...document.body.querySelectorAll('p, li, dd, td, label, span, div')].filter(e => {
          const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE && n.data.trim().length > 120);
          const em = parseFloat(getComputedStyle(e).fontSize);
          return own.some(text => {
            const range = document.createRange();
            range.selectNodeContents(text);
            return [...range.getClientRects()].some(line => line.width > 54 * em);
          });
        }).slice(0, 3).map(e => e.outerHTML.slice(0, 160))
        """;

    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        var findings = new List<string>();
        var headings = await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync();
        if (headings != 1)
        {
            findings.Add($"{headings} headings of the first level");
        }

        if ((await page.TitleAsync()).Trim().Length == 0)
        {
            findings.Add("no title");
        }

        await CheckAsync("1920", 1920);
        var lines = await page.EvaluateAsync<string[]>(LongLines);
        if (lines.Length > 0)
        {
            findings.Add($"1920: lines too long to read, {string.Join(" | ", lines)}");
        }

        await CheckAsync("1440", 1440);
        await CheckAsync("390", 390);
        await CheckAsync("320", 320);
        await page.EvaluateAsync("document.documentElement.dir = 'rtl'");
        await CheckAsync("390 from right to left", 390);
        await CheckAsync("1440 from right to left", 1440);
        await page.EvaluateAsync("document.documentElement.dir = ''; document.documentElement.style.fontSize = '200%'");
        await CheckAsync("1440 with text at 200 %", 1440);
        await CheckAsync("640 with text at 200 %", 640);
        await page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        return findings;

        async Task CheckAsync(string how, int width)
        {
            await page.SetViewportSizeAsync(width, 900);
            var sticksOut = await page.EvaluateAsync<string[]>(Overflow);
            if (sticksOut.Length > 0)
            {
                findings.Add($"{how}: scrolls sideways, {string.Join(" | ", sticksOut)}");
            }
        }
    }
}
