using Bunit;
using Marketplace.BlazorStore.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Catalog;

public sealed class ProductGalleryTests : BunitContext
{
    private static readonly ImageDto Front = Picture("front"), Back = Picture("back"), Still = Picture("still");
    private static readonly VideoDto Lit = new(Guid.CreateVersion7(), "/media/lit.mp4", null, "It is <lit>.");
    private static readonly VideoDto Wiped = new(Guid.CreateVersion7(), "/media/wiped.mp4", Still, "It is wiped.");

    [Fact]
    public void Videos_come_after_the_photos_and_are_chosen_like_them()
    {
        var links = Gallery([Front, Back], [Lit, Wiped], null).FindAll("nav a");

        Assert.Equal([("?0", "Photo 1 of 2"), ("?1", "Photo 2 of 2"), ("?2", "Video 1 of 2"), ("?3", "Video 2 of 2")], links.Select(l => (l.GetAttribute("href"), l.GetAttribute("aria-label"))));
        Assert.Equal([true, false, false, false], links.Select(l => l.HasAttribute("aria-current")));
        Assert.Equal(["front-320", "back-320", "front-320", "still-320"], links.Select(l => l.QuerySelector("img")!.GetAttribute("src")));
    }

    [Theory]
    [InlineData(null, "front-1200", null, null)]
    [InlineData(1, "back-1200", null, null)]
    [InlineData(2, null, "/media/lit.mp4", "front-1200")]
    [InlineData(3, null, "/media/wiped.mp4", "still-1200")]
    [InlineData(4, "front-1200", null, null)]
    [InlineData(-1, "front-1200", null, null)]
    public void Shows_what_is_chosen_and_the_cover_otherwise(int? current, string? image, string? video, string? poster)
    {
        var gallery = Gallery([Front, Back], [Lit, Wiped], current);

        Assert.Equal(image, gallery.FindAll(".gallery__main img").SingleOrDefault()?.GetAttribute("src"));
        var film = gallery.FindAll("video").SingleOrDefault();
        Assert.Equal((video, poster), (film?.GetAttribute("src"), film?.GetAttribute("poster")));
        Assert.Single(gallery.FindAll("nav a[aria-current]"));
    }

    [Fact]
    public void A_video_waits_until_somebody_plays_it_and_says_what_it_shows()
    {
        var gallery = Gallery([], [Lit], null);

        var film = gallery.Find("video");
        Assert.True(film.HasAttribute("controls") && film.HasAttribute("playsinline") && !film.HasAttribute("autoplay") && !film.HasAttribute("poster"));
        Assert.Equal(("none", "Video of Lamp"), (film.GetAttribute("preload"), film.GetAttribute("aria-label")));
        Assert.Equal("It is <lit>.", gallery.Find($"#{film.GetAttribute("aria-describedby")}").TextContent);
        Assert.Empty(gallery.FindAll("nav"));
    }

    private IRenderedComponent<ProductGallery> Gallery(IReadOnlyList<ImageDto> images, IReadOnlyList<VideoDto> videos, int? current) => Render<ProductGallery>(p => p
        .Add(x => x.Images, images).Add(x => x.Videos, videos).Add(x => x.Name, "Lamp").Add(x => x.Current, current).Add(x => x.Href, index => $"?{index}"));

    private static ImageDto Picture(string name) => new(Guid.CreateVersion7(), $"{name}-320", $"{name}-640", $"{name}-1200", name);
}
