using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Application.Media;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Media;

/// <summary>
/// Pictures in a folder, 256 folders wide. A file appears under its name only when it is whole; files under such names never
/// change, so that many nodes may share the folder.
/// </summary>
internal sealed class DiskMediaStore(IOptions<MediaOptions> options, Thumbnails thumbnails) : IMediaStore
{
    private const int BatchSize = 40;
    private static readonly (string Extension, string ContentType)[] Originals = [(".jpg", "image/jpeg"), (".png", "image/png"), (".webp", "image/webp"), (".gif", "image/gif")];

    private readonly string _root = Path.GetFullPath(options.Value.Path);

    public async Task<Result<MediaId>> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (content.Length > MediaErrors.MaxBytes)
        {
            return MediaErrors.TooLarge;
        }

        if (PictureHeader.Read(content.Span) is not { } header)
        {
            return MediaErrors.NotAPicture;
        }

        if (header.IsTooLarge)
        {
            return MediaErrors.TooLarge;
        }

        var id = MediaId.Of(content.Span);
        if (Exists(id))
        {
            return id;
        }

        using var work = WorkFolder();
        var original = work.File(id, header.Extension);
        await File.WriteAllBytesAsync(original, content, ct);
        return await StoreAsync(work, [(id, original, header)], ct) is [var stored] ? stored : MediaErrors.NotAPicture;
    }

    public async Task<IReadOnlyDictionary<string, MediaId>> SaveManyAsync(IReadOnlyCollection<string> files, CancellationToken ct)
    {
        var ids = new ConcurrentDictionary<string, MediaId>();
        var fresh = new ConcurrentDictionary<MediaId, (string File, PictureHeader Header)>();
        await Parallel.ForEachAsync(files.Distinct(), new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallel, CancellationToken = ct }, async (file, token) =>
        {
            if (new FileInfo(file) is { Exists: true, Length: <= 4 * MediaErrors.MaxBytes }
                && await File.ReadAllBytesAsync(file, token) is var content && PictureHeader.Read(content) is { IsTooLarge: false } header)
            {
                var id = MediaId.Of(content);
                ids[file] = id;
                if (!Exists(id))
                {
                    fresh[id] = (file, header);
                }
            }
        });

        var stored = new ConcurrentDictionary<MediaId, bool>();
        await Parallel.ForEachAsync(fresh.Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallel, CancellationToken = ct }, async (batch, token) =>
        {
            using var work = WorkFolder();
            var originals = batch.Select(picture =>
            {
                var copy = work.File(picture.Key, picture.Value.Header.Extension);
                File.Copy(picture.Value.File, copy);
                return (picture.Key, copy, picture.Value.Header);
            }).ToArray();
            foreach (var id in await StoreAsync(work, originals, token))
            {
                stored[id] = true;
            }
        });
        return ids.Where(i => !fresh.ContainsKey(i.Value) || stored.ContainsKey(i.Value)).ToDictionary();
    }

    public Task<IReadOnlyList<MediaId>> MissingAsync(IReadOnlyCollection<MediaId> ids, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<MediaId>>([.. ids.Distinct().Where(id => !Exists(id))]);

    public Task<MediaFile?> OpenAsync(MediaId id, int width, CancellationToken ct)
    {
        foreach (var nearest in MediaUrls.Widths.OrderBy(w => Math.Abs(w - width)))
        {
            if (Open(Sized(id, nearest), "image/webp") is { } file)
            {
                return Task.FromResult<MediaFile?>(file);
            }
        }

        return Task.FromResult(Originals.Select(o => Open(Original(id, o.Extension), o.ContentType)).FirstOrDefault(file => file is not null));
    }

    /// <summary>Moves what was made of the originals to where it is served from, the smallest last, since its presence tells that all are there.</summary>
    private async Task<IReadOnlyList<MediaId>> StoreAsync(Work work, IReadOnlyCollection<(MediaId Id, string File, PictureHeader Header)> originals, CancellationToken ct)
    {
        if (!thumbnails.IsAvailable)
        {
            foreach (var (id, file, _) in originals)
            {
                Directory.CreateDirectory(FolderOf(id));
                File.Move(file, Original(id, Path.GetExtension(file)), overwrite: true);
            }

            return [.. originals.Select(o => o.Id)];
        }

        await thumbnails.MakeAsync([.. originals.Select(o => (o.File, o.Header))], MediaUrls.Widths, work.Path, ct);
        var stored = new List<MediaId>();
        foreach (var (id, _, header) in originals)
        {
            var made = Thumbnails.WidthsFor(header.LongestSide, MediaUrls.Widths).Select(w => (From: Path.Combine(work.Path, NameOf(id, w)), To: Sized(id, w))).Reverse().ToArray();
            if (made.All(m => File.Exists(m.From)))
            {
                Directory.CreateDirectory(FolderOf(id));
                foreach (var (from, to) in made)
                {
                    File.Move(from, to, overwrite: true);
                }

                stored.Add(id);
            }
        }

        return stored;
    }

    public void Remove(MediaId id)
    {
        if (Directory.Exists(FolderOf(id)))
        {
            foreach (var file in MediaUrls.Widths.Select(width => Sized(id, width)).Concat(Originals.Select(o => Original(id, o.Extension))))
            {
                File.Delete(file);
            }
        }
    }

    private static MediaFile? Open(string path, string contentType)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return new(stream, contentType, stream.Length);
    }

    private bool Exists(MediaId id) => File.Exists(Sized(id, MediaUrls.Widths[0])) || Originals.Any(o => File.Exists(Original(id, o.Extension)));

    private string FolderOf(MediaId id) => Path.Combine(_root, id.Value.ToString("N")[..2]);

    private string Sized(MediaId id, int width) => Path.Combine(FolderOf(id), NameOf(id, width));

    private string Original(MediaId id, string extension) => Path.Combine(FolderOf(id), id.Value.ToString("N") + extension);

    private static string NameOf(MediaId id, int width) => string.Create(CultureInfo.InvariantCulture, $"{id.Value:N}-{width}.webp");

    private Work WorkFolder()
    {
        var path = Path.Combine(_root, ".work", Guid.CreateVersion7().ToString("N"));
        Directory.CreateDirectory(path);
        return new(path);
    }

    /// <summary>A folder for one batch, on the same file system as the store, gone afterwards.</summary>
    private readonly record struct Work(string Path) : IDisposable
    {
        public string File(MediaId id, string extension) => System.IO.Path.Combine(Path, id.Value.ToString("N") + extension);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
