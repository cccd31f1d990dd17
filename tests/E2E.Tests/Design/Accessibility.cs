using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Design;

/// <summary>What axe finds serious or critical on a page: on a desk in daylight, and on a phone at night.</summary>
internal static class Accessibility
{
    // What is measured is where colours come to rest after the theme has changed. Taking the page off the screen and back makes the
    // browser work out all of them anew: it keeps some inherited ones of before when a test changes the theme.
    private const string Rest =
        """
        () => {
          // A frame in which no script may run cannot be scanned, and would be waited for without end: what it shows is a mail, not a page.
          document.querySelectorAll('iframe[sandbox]').forEach(frame => frame.remove());
          const root = document.documentElement;
          root.style.display = 'none';
          root.getBoundingClientRect();
          root.style.display = '';
          for (const transition of document.getAnimations().filter(a => a instanceof CSSTransition)) transition.finish();
        }
        """;

    private static readonly AxeRunOptions Violations = new() { ResultTypes = [ResultType.Violations] };

    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page) =>
    [
        .. await ScanAsync(page, 1440, ColorScheme.Light),
        .. await ScanAsync(page, 390, ColorScheme.Dark),
    ];

    private static async Task<IEnumerable<string>> ScanAsync(IPage page, int width, ColorScheme colours)
    {
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(Rest);
        return from violation in (await page.RunAxe(Violations)).Violations
               where violation.Impact is "serious" or "critical"
               from node in violation.Nodes
               select $"{width} {colours}: {violation.Id} ({violation.Impact}) {violation.Help} at {node.Target}: {Shorten(node.Html)} {Why(node)}";
    }

    private static string Why(AxeResultNode node) => string.Join(" ", node.Any.Select(check => check.Message));

    private static string Shorten(string html) => html.Length > 200 ? html[..200] + "…" : html;
}
