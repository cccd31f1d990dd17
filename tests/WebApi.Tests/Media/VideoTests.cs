using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Application.Media;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Media;

/// <summary>A video on its way from a shop to whoever looks at the product.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class VideoTests(MarketplaceApp app)
{
    private static int _shade;

    [Fact]
    public async Task A_shop_shows_videos_of_a_product_in_its_order_and_everybody_can_read_of_them()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (first, second) = (await UploadAsync(shop), await UploadAsync(shop));
        Assert.Equal(("", null), (first.Text, first.Poster));
        var cover = await Pictures(shop).UploadAsync(new MemoryStream(Convert.FromBase64String(Pixel)), "dot.png", "A dot");

        var product = await shop.PublishAsync(shop.Request() with { Videos = [new(second.Id, " It is lit. ", cover.Id), new(first.Id, "It shines.")] });

        Assert.Equal([(second.Id, "It is lit.", cover.Id), (first.Id, "It shines.", null)], product.Videos.Select(v => (v.Id, v.Text, v.Poster?.Id)));
        var shown = await shop.Catalog.ProductAsync(product.Slug);
        Assert.Equal(product.Videos, shown.Videos);
        Assert.EndsWith($"/media/{second.Id:N}.mp4", shown.Videos[0].Url, StringComparison.Ordinal);

        // Another order, and one fewer: what is read is never older than what was saved, although it is kept ready.
        var edited = await shop.Products.UpdateAsync(product.Id, null, ShopFixture.ToRequest(product) with { Videos = [new(first.Id, "It shines.", cover.Id)] });
        Assert.Equal([first.Id], edited.Videos.Select(v => v.Id));
        Assert.Equal([(first.Id, cover.Id)], (await shop.Catalog.ProductAsync(product.Slug)).Videos.Select(v => (v.Id, v.Poster!.Id)));

        // Who does not know of videos leaves them alone; who knows takes them away.
        edited = await shop.Products.UpdateAsync(product.Id, edited.Revision, ShopFixture.ToRequest(edited) with { Name = "Bronze lamp", Videos = null });
        Assert.Equal(("Bronze lamp", first.Id), (edited.Name, Assert.Single(edited.Videos).Id));
        await shop.Products.UpdateAsync(product.Id, edited.Revision, ShopFixture.ToRequest(edited) with { Videos = [] });
        Assert.Empty((await shop.Catalog.ProductAsync(product.Slug)).Videos);
    }

    [Fact]
    public async Task Refuses_videos_that_are_unknown_too_many_or_without_words()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var video = await UploadAsync(shop);
        async Task<(string?, string?)> RefusalOf(params ProductVideoInput[] videos)
        {
            var refused = await Assert.ThrowsAsync<ApiException>(() => shop.Products.CreateAsync(shop.Request() with { Videos = videos }));
            return (refused.Code, refused.Field);
        }

        Assert.Equal(("product.video_unknown", "videos"), await RefusalOf(new ProductVideoInput(Guid.CreateVersion7(), "Nothing")));
        Assert.Equal(("product.image_unknown", "images"), await RefusalOf(new ProductVideoInput(video.Id, "A lamp", Guid.CreateVersion7())));
        Assert.Equal(("product.image_unknown", "images"), await RefusalOf(new ProductVideoInput(video.Id, "A lamp", video.Id)));
        Assert.Equal(("product.invalid", "videos"), await RefusalOf(new ProductVideoInput(video.Id, "A lamp"), new ProductVideoInput(video.Id, "The same")));
        Assert.Equal("request.invalid", (await RefusalOf(new ProductVideoInput(video.Id, " "))).Item1);
        Assert.Equal(("product.invalid", "videos[0].text"), await RefusalOf(new ProductVideoInput(video.Id, new('x', Product.VideoTextMaxLength + 1))));
        Assert.Equal("request.invalid", (await RefusalOf([.. Enumerable.Range(0, Product.MaxVideos + 1).Select(_ => new ProductVideoInput(Guid.CreateVersion7(), "A lamp"))])).Item1);
        Assert.Equal(0, (await shop.Products.ListAsync()).Total);
    }

    [Fact]
    public async Task Another_shop_cannot_change_them()
    {
        var (shop, other) = (await ShopFixture.OpenAsync(app), await ShopFixture.OpenAsync(app));
        var video = await UploadAsync(shop);
        var product = await shop.PublishAsync(shop.Request() with { Videos = [new(video.Id, "A lamp")] });

        var refused = await Assert.ThrowsAsync<ApiException>(() => other.Products.UpdateAsync(product.Id, product.Revision, ShopFixture.ToRequest(product) with { Videos = [] }));

        Assert.Equal((HttpStatusCode.NotFound, "product.not_found"), (refused.Status, refused.Code));
        Assert.Single((await shop.Products.GetAsync(product.Id)).Videos);
    }

    [Fact]
    public async Task An_administrator_adds_one_to_a_product_of_a_shop()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request());
        var person = app.SignedInAs(UserId.New(), "catalogue");
        var bytes = Bytes();
        var video = await new MediaClient(person).UploadVideoForMarketplaceAsync(new MemoryStream(bytes), bytes.Length);

        await new AdminProductsClient(person).UpdateAsync(product.Id, null, "It shows what is in the box.", ShopFixture.ToRequest(product) with { Videos = [new(video.Id, "What is in the box")] });

        Assert.Equal("What is in the box", Assert.Single((await shop.Catalog.ProductAsync(product.Slug)).Videos).Text);
    }

    [Fact]
    public async Task Serves_a_video_forever_and_in_parts()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var bytes = Bytes();
        var address = new Uri((await Videos(shop).UploadVideoAsync(new MemoryStream(bytes), bytes.Length)).Url).AbsolutePath;

        var whole = await app.Guest().GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "video/mp4", "bytes"), (whole.StatusCode, whole.Content.Headers.ContentType?.ToString(), whole.Headers.AcceptRanges.ToString()));
        Assert.Equal("public, max-age=31536000, immutable", whole.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(whole.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("cross-origin", Assert.Single(whole.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());

        var begin = await PartAsync(address, new(0, 1)); // Safari asks like that before it plays anything
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 0-1/{bytes.Length}"), (begin.StatusCode, begin.Content.Headers.ContentRange?.ToString()));
        Assert.Equal(bytes[..2], await begin.Content.ReadAsByteArrayAsync());
        var end = await PartAsync(address, new(null, 10));
        Assert.Equal(bytes[^10..], await end.Content.ReadAsByteArrayAsync());
        var beyond = await PartAsync(address, new(bytes.Length, null));
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{bytes.Length}"), (beyond.StatusCode, beyond.Content.Headers.ContentRange?.ToString()));

        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"media/{Guid.CreateVersion7():N}.mp4")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"{address[..^4]}-320.webp")).StatusCode);
    }

    [Fact]
    public async Task Takes_an_MP4_as_the_body_and_nothing_else()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var client = app.SignedInAs(shop.Owner);

        Assert.Equal("media.not_a_video", (await Assert.ThrowsAsync<ApiException>(() => Videos(shop).UploadVideoAsync(new MemoryStream("<html></html>"u8.ToArray()), null))).Code);
        Assert.Equal("media.missing", (await Assert.ThrowsAsync<ApiException>(() => Videos(shop).UploadVideoAsync(new MemoryStream(), null))).Code);
        using var page = new StringContent("<html></html>", Encoding.UTF8, "text/html");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync("api/v1/vendor/media/videos", page)).StatusCode);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Bytes()), "file", "clip.mp4" } };
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync("api/v1/vendor/media/videos", form)).StatusCode);
    }

    [Fact]
    public async Task Ends_an_upload_that_does_not_end()
    {
        var shop = await ShopFixture.OpenAsync(app);
        using var endless = new EndlessVideo();

        using var client = app.CreateClient(new() { AllowAutoRedirect = false }); // to follow elsewhere it would keep the whole body
        client.DefaultRequestHeaders.Authorization = new(TestSignIn.SchemeName, shop.Owner.Value.ToString());
        using var answer = await client.PostAsync("api/v1/vendor/media/videos", endless);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("media.video_too_large", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(endless.Sent, 50L * 1024 * 1024, 70L * 1024 * 1024);
    }

    [Fact]
    public async Task An_export_keeps_the_videos_and_a_file_without_them_leaves_them_alone()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (first, second) = (await UploadAsync(shop), await UploadAsync(shop));
        var cover = await Pictures(shop).UploadAsync(new MemoryStream(Convert.FromBase64String(Pixel)), "dot.png", "A dot");
        var product = await shop.PublishAsync(shop.Request() with { Videos = [new(first.Id, "One | two = three", cover.Id), new(second.Id, "Later")] });
        var export = await ExportAsync(shop);

        var again = await RunAsync(shop, export);
        Assert.Empty(again.Errors);
        Assert.Equal((0, 1), (again.Updated, again.Unchanged));

        // A file from before there were videos, and a changed price.
        var old = await RunAsync(shop, export.Replace(",videos,", ",", StringComparison.Ordinal).Replace($"{first.Id:N}=One \\| two = three|{second.Id:N}=Later,", "", StringComparison.Ordinal).Replace(",499,", ",450,", StringComparison.Ordinal));
        Assert.Empty(old.Errors);
        Assert.Equal(1, old.Updated);
        Assert.Equal((450m, 2), await shop.Products.GetAsync(product.Id) is var cheaper ? (cheaper.Variants[0].Price.Amount, cheaper.Videos.Count) : default);

        // Other words for one; one that nobody has.
        var changed = await RunAsync(shop, export.Replace("=Later", "=Now", StringComparison.Ordinal).Replace($"{first.Id:N}=", $"{Guid.CreateVersion7():N}=Lost|{first.Id:N}=", StringComparison.Ordinal));
        Assert.Equal("videos", Assert.Single(changed.Errors).Column);
        Assert.Equal([("One | two = three", cover.Id), ("Now", null)], (await shop.Products.GetAsync(product.Id)).Videos.Select(v => (v.Text, v.Poster?.Id)));
    }

    [Fact]
    public async Task What_no_product_shows_goes_after_a_while()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (shown, forgotten) = (await UploadAsync(shop), await UploadAsync(shop));
        await shop.Products.CreateAsync(shop.Request() with { Videos = [new(shown.Id, "A lamp")] });
        using var scope = app.Services.CreateScope();
        var uses = scope.ServiceProvider.GetRequiredService<IMediaUses>();
        var videos = app.Services.GetRequiredService<IVideoStore>();

        await new RemoveUnusedVideosHandler(uses, videos, TimeProvider.System).HandleAsync(CancellationToken.None);
        Assert.Empty(videos.Hold([new(shown.Id), new(forgotten.Id)]));

        var ours = new OnlyOf(videos, shown.Id, forgotten.Id);
        var removed = await new RemoveUnusedVideosHandler(uses, ours, new LaterClock()).HandleAsync(CancellationToken.None);

        Assert.Equal(1, removed);
        Assert.Equal([new MediaId(shown.Id)], ours.Held);
        Assert.Equal([new MediaId(forgotten.Id)], videos.Hold([new(shown.Id), new(forgotten.Id)]));
    }

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private MediaClient Videos(ShopFixture shop) => new(app.SignedInAs(shop.Owner));

    private MediaClient Pictures(ShopFixture shop) => Videos(shop);

    private Task<VideoDto> UploadAsync(ShopFixture shop)
    {
        var bytes = Bytes();
        return Videos(shop).UploadVideoAsync(new MemoryStream(bytes), bytes.Length);
    }

    /// <summary>Of each call its own.</summary>
    private static byte[] Bytes() => new SampleVideo { Shade = (byte)(0x20 + (Interlocked.Increment(ref _shade) % 200)), Seconds = 1 }.ToBytes();

    private async Task<HttpResponseMessage> PartAsync(string address, RangeItemHeaderValue part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue { Ranges = { part } } } };
        return await app.Guest().SendAsync(request);
    }

    private static async Task<string> ExportAsync(ShopFixture shop)
    {
        using var reader = new StreamReader(await shop.Products.ExportAsync());
        return await reader.ReadToEndAsync();
    }

    private static async Task<ImportJob> RunAsync(ShopFixture shop, string csv)
    {
        var job = await shop.Products.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "products.csv", "marketplace", dryRun: false);
        await Eventually.TrueAsync(async () => (job = await shop.Products.ImportStatusAsync(job.Id)).State != "RUNNING");
        return job;
    }

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + RemoveUnusedVideosHandler.Grace + TimeSpan.FromMinutes(1);
    }

    /// <summary>The store as it would be without the videos of other tests.</summary>
    private sealed class OnlyOf(IVideoStore all, params Guid[] ids) : IVideoStore
    {
        public Task<Result<MediaId>> SaveAsync(Stream content, long? announced, CancellationToken ct) => all.SaveAsync(content, announced, ct);
        public List<MediaId> Held { get; } = [];

        public IReadOnlyList<MediaId> Hold(IReadOnlyCollection<MediaId> asked)
        {
            Held.AddRange(asked);
            return all.Hold(asked);
        }

        public MediaFile? Open(MediaId id) => all.Open(id);
        public IReadOnlyList<MediaId> UntouchedSince(DateTimeOffset then) => [.. all.UntouchedSince(then).Where(id => ids.Contains(id.Value))];
        public bool Remove(MediaId id, DateTimeOffset unlessSince) => all.Remove(id, unlessSince);
        public void RemoveLeftovers(DateTimeOffset then) { }
    }

    /// <summary>In chunks, without an announced length, and without an end.</summary>
    private sealed class EndlessVideo : HttpContent
    {
        public EndlessVideo() => Headers.ContentType = new("video/mp4");

        public long Sent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var chunk = Bytes();
            try
            {
                while (true)
                {
                    Sent += chunk.Length; // before, because the answer may come while the last of it is still being written
                    await stream.WriteAsync(chunk);
                    await stream.FlushAsync();
                }
            }
            catch (Exception cut) when (cut is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
