using Marketplace.E2E.Tests.Design;
using Marketplace.E2E.Tests.Shared;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Catalog;

/// <summary>A shop films what it sells.</summary>
[Collection(nameof(Town))]
public sealed class ProductVideoTests(Town town) : Story(town)
{
    private const string Shop = "fern-and-folly-nursery";
    private const string Words = "The leaves are wiped with a damp cloth. Birds, no words.";

    [Fact]
    public async Task A_shop_adds_a_video_and_shoppers_play_it()
    {
        var id = await Town.ReadAsync<Guid>(
            """
            select p.id from catalog.products p join vendors.vendors v on v.id = p.vendor_id
            where v.slug = $1 and p.state = 'Published' and exists (select from catalog.product_images i where i.product_id = p.id) order by p.slug limit 1
            """, Shop);
        var slug = await Town.ReadAsync<string>("select slug from catalog.products where id = $1", id);
        var photos = await Town.ReadAsync<long>("select count(*) from catalog.product_images where product_id = $1", id);
        var page = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), $"vendor/products/{id}");
        await ChooseAsync(page.GetByLabel("Add a video"), "notes.mp4", "video/mp4", "not a video at all, only some words"u8.ToArray());
        await Expect(page.GetByText("notes.mp4: This is not a video")).ToBeVisibleAsync();
        var large = Path.Combine(Directory.CreateTempSubdirectory().FullName, "large.mp4");
        await using (var file = File.Create(large))
        {
            file.SetLength(51 * 1024 * 1024);
        }

        await page.GetByLabel("Add a video").SetInputFilesAsync(large);
        await Expect(page.GetByText("large.mp4: A video has at most 50 MB")).ToBeVisibleAsync();
        Directory.Delete(Path.GetDirectoryName(large)!, recursive: true);

        await ChooseAsync(page.GetByLabel("Add a video"), "leaves.mp4", "video/mp4", new SampleVideo { Seconds = 4 }.ToBytes());
        await Expect(page.Locator("video[aria-label='Video 1']")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        await Expect(page.GetByText("Say what is seen and heard", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByLabel("Video 1. What is seen and heard").FillAsync(Words);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        await Expect(page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(4, await LengthAsync(page));

        var shopper = await Browsers.PhoneAsync();
        var film = shopper.GetByRole(AriaRole.Link, new() { Name = "Video 1 of 1" });
        await Town.EventuallyAsync(1, async () =>
        {
            await shopper.GotoAsync(Town.At(Town.Store, $"products/{slug}")); // until the store has heard of it
            return await film.CountAsync();
        });
        await film.ClickAsync();
        await Expect(shopper.GetByText(Words)).ToBeVisibleAsync();
        Assert.Equal(4, await LengthAsync(shopper));
        Assert.Empty(await Accessibility.FindingsAsync(shopper));

        // Without a script it is a link and a player as well; and a part of it can be asked for.
        var plain = await Browsers.PhoneAsync(javaScript: false);
        await plain.GotoAsync(Town.At(Town.Store, $"products/{slug}?picture={photos}"));
        await Expect(plain.Locator("video[controls][playsinline][preload=none][poster]")).ToBeVisibleAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { Range = new(0, 1) } };
        using var part = await http.GetAsync(await plain.Locator("video").GetAttributeAsync("src"));
        Assert.Equal((206, 2L), ((int)part.StatusCode, part.Content.Headers.ContentLength));
    }

    /// <summary>Waits until the browser has understood the video.</summary>
    private static Task<double> LengthAsync(IPage page) => page.Locator("video").EvaluateAsync<double>(
        """
        film => new Promise((known, failed) => {
          film.addEventListener('loadedmetadata', () => known(film.duration));
          film.addEventListener('error', () => failed(new Error(film.error?.message)));
          film.preload = 'metadata';
          film.load();
        })
        """);
}
