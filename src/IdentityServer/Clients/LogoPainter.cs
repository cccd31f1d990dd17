using Marketplace.Infrastructure.Media;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Draws what was sent as a logo anew, small, as the marketplace does with all pictures: nothing of the file survives but pixels.</summary>
internal sealed class LogoPainter(Thumbnails thumbnails)
{
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Three times as fine as the largest place for it.</summary>
    private const int Width = 192;

    private const string NotAPicture = "This is not a picture that we can read. Choose a JPEG, PNG, WebP or GIF.";
    private const string TooLarge = "A logo has at most 2 MB and 40 megapixels.";

    /// <returns>The picture, or why there is none.</returns>
    public async Task<(byte[] Content, string MediaType, string? Wrong)> PaintAsync(byte[] sent, CancellationToken ct)
    {
        if (sent.Length > MaxBytes)
        {
            return Refuse(TooLarge);
        }

        if (PictureHeader.Read(sent) is not { } header)
        {
            return Refuse(NotAPicture);
        }

        if (header.IsTooLarge)
        {
            return Refuse(TooLarge);
        }

        if (!thumbnails.IsAvailable)
        {
            return (sent, header.ContentType, null);
        }

        return await RedrawAsync(sent, header, ct) is { } drawn ? (drawn, "image/webp", null) : Refuse(NotAPicture);
    }

    private async Task<byte[]?> RedrawAsync(byte[] sent, PictureHeader header, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("logo-");
        try
        {
            var file = Path.Combine(folder.FullName, "logo" + header.Extension);
            await File.WriteAllBytesAsync(file, sent, ct);
            await thumbnails.MakeAsync([(file, header)], [Width], folder.FullName, ct);
            var drawn = new FileInfo(Path.Combine(folder.FullName, $"logo-{Width}.webp"));
            return drawn.Exists ? await File.ReadAllBytesAsync(drawn.FullName, ct) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (byte[], string, string?) Refuse(string why) => ([], "", why);
}
