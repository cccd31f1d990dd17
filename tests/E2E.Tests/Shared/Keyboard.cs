using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>Somebody who has no mouse. Wherever the focus comes it must be seen: marked as nothing was before, on the screen, and under nothing.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MostStops = 200;

    // What is around an element that may be marked in its place: the box that it fills, its label, the picture of a switch.
    private const string Look = """
        () => {
          const before = window.unfocused ??= new WeakMap();
          const looks = new Map();
          const look = e => {
            if (!looks.has(e)) {
              const style = getComputedStyle(e);
              looks.set(e, [style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? '' : style.outline, style.boxShadow === 'none' ? '' : style.boxShadow]);
            }
            return looks.get(e);
          };
          const around = e => {
            const all = [e, ...(e.labels ?? [])];
            if (e.nextElementSibling) all.push(e.nextElementSibling);
            for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) all.push(up);
            return all;
          };
          const focused = document.activeElement;
          for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
            if (e !== focused && !before.has(e)) before.set(e, around(e).map(a => [a, look(a)]));
          }
          if (!focused || focused === document.body || focused === document.documentElement) return null; // before the first, or after the last
          const name = focused.outerHTML.slice(0, 200);
          const unfocused = new Map(before.get(focused) ?? []);
          const marked = around(focused).find(a => look(a).some((part, i) => part !== '' && part !== (unfocused.get(a) ?? ['', ''])[i]));
          if (!marked) return `Nothing shows that the focus is here: ${name}`;
          const box = [...focused.getClientRects()].find(b => b.width > 1 && b.height > 1);
          if (!box) return `It has no size: ${name}`;
          const [left, right, top, bottom] = [Math.max(box.left, 0), Math.min(box.right, innerWidth), Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
          if (right <= left || bottom <= top) return `It is not on the screen: ${name}`;
          const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return there && (focused.contains(there) || there.contains(focused) || marked.contains(there)) ? null : `It lies under ${there?.outerHTML.slice(0, 100)}: ${name}`;
        }
        """;

    /// <summary>Goes on until the focus is there, or back until it is.</summary>
    public async Task GoToAsync(ILocator target, bool back = false)
    {
        await target.First.WaitForAsync();
        await page.EvaluateAsync(Look); // as it looks without the focus
        for (var stops = 0; !await target.EvaluateAllAsync<bool>("all => all.includes(document.activeElement)"); stops++)
        {
            Assert.True(stops < MostStops, $"The keyboard does not lead to {target} on {page.Url}.");
            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
            await AssertSeenAsync();
        }
    }

    public async Task PressAsync(ILocator target, string key = "Enter", bool back = false)
    {
        await GoToAsync(target, back);
        await page.Keyboard.PressAsync(key);
    }

    public async Task TypeAsync(ILocator field, string text)
    {
        await GoToAsync(field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes into a group of choices, and with the arrows to one of them.</summary>
    public async Task ChooseAsync(ILocator group, ILocator choice)
    {
        await GoToAsync(group);
        for (var presses = 0; !await choice.IsCheckedAsync(); presses++)
        {
            Assert.True(presses < 10, $"The arrows do not lead to {choice} on {page.Url}.");
            await page.Keyboard.PressAsync("ArrowDown");
            await AssertSeenAsync();
        }
    }

    private async Task AssertSeenAsync()
    {
        string? wrong = null;
        for (var tries = 0; tries < 40; tries++)
        {
            wrong = await page.EvaluateAsync<string?>(Look);
            if (wrong is null)
            {
                return;
            }

            await Task.Delay(50); // it may still scroll there, and the mark may still fade in
        }

        Assert.Fail($"{page.Url}: {wrong}");
    }
}
