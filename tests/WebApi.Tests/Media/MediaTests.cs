using System.Net;
using System.Text;
using Marketplace.Application.Media;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Media;

[Collection(nameof(MarketplaceApp))]
public sealed class MediaTests(MarketplaceApp app)
{
    /// <summary>A PNG of one red pixel, with a comment that tells a secret.</summary>
    private static readonly byte[] Pixel = Png("Author\0whoever took it");

    [Fact]
    public async Task Stores_a_picture_remade_and_serves_it_forever()
    {
        var client = await ClientAsync();

        var image = await client.UploadAsync(new MemoryStream(Pixel), "../../evil.svg", "A red dot");
        var again = await client.UploadAsync(new MemoryStream(Pixel), "other.png", "The same");

        Assert.Equal((image.Id, "A red dot"), (again.Id, image.Alt));
        var answer = await app.Guest().GetAsync(new Uri(image.Medium).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var served = await answer.Content.ReadAsByteArrayAsync();
        if (HasTool)
        {
            Assert.Equal("image/webp", answer.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain("whoever", Encoding.Latin1.GetString(served), StringComparison.Ordinal);
            Assert.DoesNotContain("ICCP", Encoding.Latin1.GetString(served), StringComparison.Ordinal); // a colour profile is larger than a small picture
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("p3")]
    public async Task Keeps_the_colours_with_and_without_a_profile(string? profile)
    {
        if (!HasTool)
        {
            return;
        }

        byte[] teal = [25, 80, 70];
        var folder = Directory.CreateTempSubdirectory();
        string At(string name) => Path.Combine(folder.FullName, name);
        await File.WriteAllBytesAsync(At("plain.ppm"), [.. "P6 40 40 255\n"u8, .. Enumerable.Repeat(teal, 40 * 40).SelectMany(p => p)]);
        await VipsAsync(profile is null ? ["copy", At("plain.ppm"), At("sent.png")] : ["icc_transform", At("plain.ppm"), At("sent.png"), profile, "--input-profile", "srgb"]);

        var image = await (await ClientAsync()).UploadAsync(new MemoryStream(await File.ReadAllBytesAsync(At("sent.png"))), "teal.png", "Teal");

        await File.WriteAllBytesAsync(At("served.webp"), await app.Guest().GetByteArrayAsync(new Uri(image.Medium).AbsolutePath));
        await VipsAsync(["copy", At("served.webp"), At("served.ppm")]);
        var served = (await File.ReadAllBytesAsync(At("served.ppm")))[^3..];
        Assert.All(teal.Zip(served), p => Assert.True(Math.Abs(p.First - p.Second) <= 6, $"{string.Join(' ', served)} instead of {string.Join(' ', teal)}"));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("GIF89a")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public async Task Refuses_what_is_no_picture(string content)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(async () => await (await ClientAsync()).UploadAsync(new MemoryStream(Encoding.Latin1.GetBytes(content)), "x.png", ""));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.StartsWith("media.", refused.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_broken_picture_a_bomb_and_a_heavy_one()
    {
        var client = await ClientAsync();
        var broken = Pixel.ToArray();
        broken.AsSpan(40).Fill(0x41);
        var bomb = Pixel.ToArray();
        (bomb[16], bomb[20]) = (0x10, 0x10); // 268 million pixels a side

        if (HasTool)
        {
            Assert.Equal("media.not_a_picture", (await Assert.ThrowsAsync<ApiException>(() => client.UploadAsync(new MemoryStream(broken), "x.png", ""))).Code);
        }

        Assert.Equal("media.too_large", (await Assert.ThrowsAsync<ApiException>(() => client.UploadAsync(new MemoryStream(bomb), "x.png", ""))).Code);
        var heavy = await Assert.ThrowsAsync<ApiException>(() => client.UploadAsync(new MemoryStream(new byte[MediaErrors.MaxBytes + 1]), "x.png", ""));
        Assert.Equal("media.too_large", heavy.Code);
    }

    [Fact]
    public async Task Strips_a_page_that_hides_behind_a_picture()
    {
        if (!HasTool)
        {
            return;
        }

        byte[] polyglot = [.. Pixel, .. "<script>alert(1)</script>"u8];
        var image = await (await ClientAsync()).UploadAsync(new MemoryStream(polyglot), "x.html", "");

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(await app.Guest().GetByteArrayAsync(new Uri(image.Large).AbsolutePath)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_many_and_serves_the_nearest_width()
    {
        var store = app.Services.GetRequiredService<IMediaStore>();
        var folder = Directory.CreateTempSubdirectory();
        var files = Enumerable.Range(0, 15).Select(i => Path.Combine(folder.FullName, $"{i}.png")).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            await File.WriteAllBytesAsync(files[i], i == 14 ? "no picture"u8.ToArray() : Png($"Comment\0{i}"));
        }

        var stored = await store.SaveManyAsync(files, CancellationToken.None);

        Assert.Equal(files[..14].Order(), stored.Keys.Order());
        Assert.Empty(await store.MissingAsync([.. stored.Values], CancellationToken.None));
        Assert.Equal(HttpStatusCode.OK, (await app.Guest().GetAsync($"media/{stored[files[0]].Value:N}-500.webp")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"media/{Guid.CreateVersion7():N}-320.webp")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await app.Guest().GetAsync("media/..%2f..%2f..%2f..%2fetc%2fpasswd00000-320.webp")).StatusCode);
        folder.Delete(recursive: true);
    }

    private static async Task VipsAsync(string[] arguments)
    {
        using var tool = System.Diagnostics.Process.Start("vips", arguments);
        await tool.WaitForExitAsync();
        Assert.Equal(0, tool.ExitCode);
    }

    private static bool HasTool => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "vipsthumbnail")));

    private async Task<MediaClient> ClientAsync() => new(app.SignedInAs((await ShopFixture.OpenAsync(app)).Owner));

    private static byte[] Png(string text)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
        Chunk("tEXt", Encoding.Latin1.GetBytes(text));
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            zlib.Write([0, 0xFF, 0, 0]);
        }

        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return png.ToArray();

        void Chunk(string kind, byte[] data)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
            png.Write(BigEndian((uint)data.Length));
            png.Write(body);
            png.Write(BigEndian(Crc(body)));
        }

        static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

        static uint Crc(byte[] bytes) => ~bytes.Aggregate(0xFFFFFFFFu, (crc, b) => Enumerable.Range(0, 8).Aggregate(crc ^ b, (c, _) => (c & 1) == 0 ? c >> 1 : 0xEDB88320u ^ (c >> 1)));
    }
}
