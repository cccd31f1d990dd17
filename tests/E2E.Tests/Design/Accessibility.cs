using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Design;

/// <summary>What axe finds serious or critical on a page: on a desk in daylight, and on a phone at night.</summary>
internal static class Accessibility
{
    // What is measured is where colours come to rest after the theme has changed. Taking the page off the screen and back makes the
    // browser work out all of them anew: it keeps some inherited ones of before when a test changes the theme.
    private const string Rest =
        """
        async () => {
          // A page whose script hears of the theme has had its turn by then.
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          // A frame in which no script may run cannot be scanned, and would be waited for without end: what it shows is a mail, not a page.
          document.querySelectorAll('iframe[sandbox]').forEach(frame => frame.remove());
          const root = document.documentElement;
          root.style.display = 'none';
          root.getBoundingClientRect();
          root.style.display = '';
          for (const transition of document.getAnimations().filter(a => a instanceof CSSTransition)) transition.finish();
        }
        """;

    // Run in the page itself: the package's own way asks a second window to put the answer together, which takes as long as the scan.
    private const string Scan =
        """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ['violations'], elementRef: false, preload: false });
          return violations.filter(v => v.impact === 'serious' || v.impact === 'critical').flatMap(v => v.nodes.map(node =>
            `${v.id} (${v.impact}) ${v.help} at ${node.target}: ${node.html.slice(0, 200)} ${node.any.map(check => check.message).join(' ')}`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        await page.EvaluateAsync(Axe);
        return
        [
            .. await ScanAsync(page, 1440, ColorScheme.Light),
            .. await ScanAsync(page, 390, ColorScheme.Dark),
        ];
    }

    private static async Task<IEnumerable<string>> ScanAsync(IPage page, int width, ColorScheme colours)
    {
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(Rest);
        return (await page.EvaluateAsync<string[]>(Scan)).Select(finding => $"{width} {colours}: {finding}");
    }
}
