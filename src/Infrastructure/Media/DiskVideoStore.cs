using System.Security.Cryptography;
using Marketplace.Application.Media;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Media;

/// <summary>
/// Videos in the folders of the pictures. A file appears under its name only when it is whole and checked; its time says when it was last
/// sent or held.
/// </summary>
internal sealed class DiskVideoStore(IOptions<MediaOptions> options, TimeProvider clock) : IVideoStore
{
    private const string Extension = ".mp4";
    private const int BufferSize = 64 * 1024;

    private readonly string _root = Path.GetFullPath(options.Value.Path);

    public async Task<Result<MediaId>> SaveAsync(Stream content, long? announced, CancellationToken ct)
    {
        if (announced > options.Value.MaxVideoBytes)
        {
            return MediaErrors.VideoTooLarge(options.Value.MaxVideoBytes);
        }

        Directory.CreateDirectory(Work);
        var path = Path.Combine(Work, $"{Guid.CreateVersion7():N}{Extension}");
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferSize, FileOptions.Asynchronous);
            var received = await ReceiveAsync(content, file, ct);
            if (!received.IsSuccess || Touch(received.Value))
            {
                return received;
            }

            var header = VideoHeader.Read(file);
            if (!header.IsSuccess)
            {
                return header.Error;
            }

            if (header.Value.Duration > options.Value.MaxVideoDuration)
            {
                return MediaErrors.VideoTooLong(options.Value.MaxVideoDuration);
            }

            header.Value.Blank(file);
            await file.DisposeAsync();
            Directory.CreateDirectory(FolderOf(received.Value));
            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
            File.Move(path, PathOf(received.Value), overwrite: true);
            return received;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public IReadOnlyList<MediaId> Hold(IReadOnlyCollection<MediaId> ids) => [.. ids.Distinct().Where(id => !Touch(id))];

    public MediaFile? Open(MediaId id)
    {
        if (!File.Exists(PathOf(id)))
        {
            return null;
        }

        var stream = new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
        return new(stream, "video/mp4", stream.Length);
    }

    public IReadOnlyList<MediaId> UntouchedSince(DateTimeOffset then) => !Directory.Exists(_root) ? [] :
    [
        .. Directory.EnumerateDirectories(_root, "??").SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*" + Extension)).Where(file => IsBefore(file, then))
            .Select(file => MediaId.Read(Path.GetFileNameWithoutExtension(file.Name))).OfType<MediaId>(),
    ];

    public bool Remove(MediaId id, DateTimeOffset unlessSince)
    {
        var file = new FileInfo(PathOf(id));
        if (!file.Exists || !IsBefore(file, unlessSince))
        {
            return false;
        }

        file.Delete();
        return true;
    }

    public void RemoveLeftovers(DateTimeOffset then)
    {
        if (Directory.Exists(Work))
        {
            foreach (var file in new DirectoryInfo(Work).EnumerateFiles("*" + Extension).Where(file => IsBefore(file, then)))
            {
                file.Delete();
            }
        }
    }

    private string Work => Path.Combine(_root, ".work");

    /// <summary>Takes in what comes until it is over or too much, and stops at once where it cannot become a video.</summary>
    private async Task<Result<MediaId>> ReceiveAsync(Stream content, FileStream file, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var read = await content.ReadAtLeastAsync(buffer, VideoHeader.LengthOfBeginning, throwOnEndOfStream: false, ct);
        if (read == 0)
        {
            return MediaErrors.VideoMissing;
        }

        if (!VideoHeader.MayBegin(buffer.AsSpan(0, read)))
        {
            return MediaErrors.NotAVideo;
        }

        for (var length = 0L; read > 0; read = await content.ReadAsync(buffer, ct))
        {
            length += read;
            if (length > options.Value.MaxVideoBytes)
            {
                return MediaErrors.VideoTooLarge(options.Value.MaxVideoBytes);
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        await file.FlushAsync(ct);
        return MediaId.OfHash(hash.GetHashAndReset());
    }

    /// <summary>False when there is no such video.</summary>
    private bool Touch(MediaId id)
    {
        if (!File.Exists(PathOf(id)))
        {
            return false;
        }

        try
        {
            File.SetLastWriteTimeUtc(PathOf(id), clock.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false; // taken away this moment
        }
    }

    private static bool IsBefore(FileInfo file, DateTimeOffset then) => file.LastWriteTimeUtc < then.UtcDateTime;

    private string FolderOf(MediaId id) => Path.Combine(_root, id.Value.ToString("N")[..2]);

    private string PathOf(MediaId id) => Path.Combine(FolderOf(id), id.Value.ToString("N") + Extension);
}
