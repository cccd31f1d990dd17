using System.IO.Compression;
using Marketplace.Application.Catalog.Imports;
using Marketplace.Application.Media;
using Marketplace.Domain.Media;

namespace Marketplace.Infrastructure.Catalog.Imports;

/// <summary>The uploaded file: a CSV, or a ZIP of one CSV and the pictures that it names. Gone when disposed.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private const long MaxCsv = 128L * 1024 * 1024;
    private const int MaxPictures = 5000;
    private const long MaxPicturesTotal = 1024L * 1024 * 1024;
    private static readonly string[] PictureExtensions = [".jpg", ".jpeg", ".png", ".webp", ".gif"];

    private readonly string _folder;

    private ImportFile(string folder, string csv, IReadOnlyDictionary<string, MediaId> pictures) => (_folder, Csv, Pictures) = (folder, csv, pictures);

    /// <summary>The path of the CSV.</summary>
    public string Csv { get; }
    public IReadOnlyDictionary<string, MediaId> Pictures { get; }

    public static async Task<ImportFile> OpenAsync(string upload, IMediaStore media, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("import-").FullName;
        try
        {
            if (!await IsZipAsync(upload, ct))
            {
                return new(folder, upload, new Dictionary<string, MediaId>());
            }

            await using var zip = await ZipFile.OpenReadAsync(upload, ct);
            var csv = zip.Entries.Where(e => Visible(e) && e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToArray() is [var only]
                ? await ExtractAsync(only, Path.Combine(folder, "products.csv"), MaxCsv, ct)
                : throw new UnreadableFileException(1, "A ZIP holds one CSV file and the pictures that it names.");
            return new(folder, csv, await PicturesAsync(zip, folder, media, ct));
        }
        catch (InvalidDataException)
        {
            Directory.Delete(folder, recursive: true);
            throw new UnreadableFileException(1, "The ZIP file is damaged.");
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<IReadOnlyDictionary<string, MediaId>> PicturesAsync(ZipArchive zip, string folder, IMediaStore media, CancellationToken ct)
    {
        var entries = zip.Entries.Where(e => Visible(e) && PictureExtensions.Contains(Path.GetExtension(e.Name).ToLowerInvariant())).DistinctBy(e => e.Name).ToArray();
        if (entries.Length > MaxPictures || entries.Sum(e => e.Length) > MaxPicturesTotal)
        {
            throw new UnreadableFileException(1, $"A ZIP holds at most {MaxPictures} pictures and 1 GB.");
        }

        // Extracted under names of our own: an entry's path is never believed.
        var paths = new Dictionary<string, string>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Length <= MediaErrors.MaxBytes)
            {
                paths.Add(await ExtractAsync(entries[i], Path.Combine(folder, $"{i}.picture"), MediaErrors.MaxBytes, ct), entries[i].Name);
            }
        }

        return (await media.SaveManyAsync(paths.Keys, ct)).ToDictionary(stored => paths[stored.Key], stored => stored.Value);
    }

    /// <summary>Copies no more than the limit, whatever the archive says about the size.</summary>
    private static async Task<string> ExtractAsync(ZipArchiveEntry entry, string path, long limit, CancellationToken ct)
    {
        await using var from = await entry.OpenAsync(ct);
        await using var to = File.Create(path);
        var buffer = new byte[81920];
        long total = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            total += read;
            if (total > limit)
            {
                throw new UnreadableFileException(1, $"{entry.Name} is too large.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return path;
    }

    private static bool Visible(ZipArchiveEntry entry) => entry.Name.Length > 0 && entry.Name[0] != '.' && !entry.FullName.StartsWith("__MACOSX", StringComparison.Ordinal);

    private static async Task<bool> IsZipAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[4];
        return await file.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, ct) == 4 && head is [(byte)'P', (byte)'K', 3, 4];
    }
}
