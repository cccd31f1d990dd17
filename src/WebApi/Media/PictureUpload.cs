using Marketplace.Application.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.WebApi.Media;

/// <summary>The one file of a form that sends a picture.</summary>
internal static class PictureUpload
{
    /// <summary>The file and what a form adds to it.</summary>
    public const int MaxRequest = MediaErrors.MaxBytes + (64 * 1024);

    public static async Task<Result<byte[]>> ReadAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is null || file.Length == 0)
        {
            return MediaErrors.Missing;
        }

        if (file.Length > MediaErrors.MaxBytes)
        {
            return MediaErrors.TooLarge;
        }

        var content = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, ct);
        return content;
    }
}
