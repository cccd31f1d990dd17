using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Takes pictures when it is told where to: build/screenshots makes those of the README of them.</summary>
[Collection(nameof(Town))]
public sealed class PictureTests(Town town) : Story(town)
{
    private const string Folder = "MARKETPLACE_PICTURES";

    [PictureFact]
    public async Task The_readme_shows_the_town()
    {
        await TakeAsync("home", new("home", Surface.Store, "/", ""), 1440, 1180);
        await TakeAsync("product", new("product", Surface.Store, "", "products/{manyKinds}"), 1440, 1180);
        await TakeAsync("order", new("order", Surface.Store, "", "orders/{movingOrder}", "moving"), 1440, 1180);
        await TakeAsync("vendor", new("vendor", Surface.Portal, "", "vendor", "busiest"), 1440, 900);
        await TakeAsync("rider", new("rider", Surface.Portal, "", "rider", "riding"), 390, 844);
    }

    /// <summary>For the eyes: everything that is on the list, wide and narrow, light and dark.</summary>
    [PictureFact]
    public async Task Every_page_is_looked_at()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_PICTURES_OF") is not { Length: > 0 } wanted)
        {
            return;
        }

        foreach (var state in PageList.All.Where(p => wanted == "all" || wanted.Split(',').Any(part => p.Name.Contains(part, StringComparison.Ordinal))))
        {
            var page = await new PageOpener(Town, Browsers).OpenAsync(state);
            await TakeAsync($"{state.Name} 1440", page, 1440, 900);
            await TakeAsync($"{state.Name} 390 dark", page, 390, 844, ColorScheme.Dark);
            await page.Context.CloseAsync();
        }
    }

    private async Task TakeAsync(string name, PageState state, int width, int height)
    {
        var page = await new PageOpener(Town, Browsers).OpenAsync(state);
        await TakeAsync(name, page, width, height);
        await page.Context.CloseAsync();
    }

    private static async Task TakeAsync(string name, IPage page, int width, int height, ColorScheme colours = ColorScheme.Light)
    {
        await page.SetViewportSizeAsync(width, height);
        await page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.Locator("[data-map]:not([data-map-state=ready])")).ToHaveCountAsync(0);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Environment.GetEnvironmentVariable(Folder)!, $"{name.Replace(' ', '-')}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    private sealed class PictureFactAttribute : FactAttribute
    {
        public PictureFactAttribute() => Skip = Environment.GetEnvironmentVariable(Folder) is null ? "Takes pictures: run build/screenshots." : null;
    }
}
