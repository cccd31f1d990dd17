using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Application.Media;
using Marketplace.Domain.Media;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Pictures by <see cref="DemoPictures.KeyOf"/>, whose names are known before they are stored.</summary>
internal sealed class DemoPaintings(IReadOnlyDictionary<string, MediaId> ids, Task<IReadOnlyDictionary<string, MediaId>> storing, DirectoryInfo work) : IAsyncDisposable
{
    public IReadOnlyDictionary<string, MediaId> Ids => ids;

    public async Task StoredAsync()
    {
        var stored = await storing;
        if (ids.Values.Except(stored.Values).Count() is var lost and > 0)
        {
            throw new InvalidOperationException($"{lost} pictures of the demo could not be stored.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ((Task)storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        work.Delete(recursive: true);
    }
}

/// <summary>
/// The pictures of the town: photographs and drawings from two npm packages, which are development dependencies and no part of
/// the repository. Where they are missing, or the tool that paints drawings is, the town comes without those pictures.
/// </summary>
public sealed partial class DemoPictures(IMediaStore store, IConfiguration configuration, ILogger<DemoPictures> log)
{
    public const string Photographs = "@vendure/create/assets/images";
    public const string Drawings = "@iconify-json/fluent-emoji/icons.json";

    private const string Photograph = "photo:";
    private const string Painter = "vipsthumbnail";
    private const int Side = 400;
    private const int BatchSize = 30;

    /// <summary>Behind a drawing lies the soft colour of its shop; first that of hue 1.</summary>
    private static readonly string[] Grounds =
        ["#ffe8e4", "#ffeade", "#f7edda", "#ebf2dd", "#e2f4e5", "#dbf5f0", "#dff1ff", "#e9edff", "#f3eafe", "#fce8f5", "#ffe7eb", "#eaeff3"];

    public static string KeyOf(string picture, int hue) =>
        picture.StartsWith(Photograph, StringComparison.Ordinal) ? picture : string.Create(CultureInfo.InvariantCulture, $"{picture}@{hue}");

    /// <returns>What could be had. The sizes that pages need are made meanwhile.</returns>
    internal async Task<DemoPaintings> PaintAsync(DemoTown town, CancellationToken ct)
    {
        var packages = Path.Combine(configuration["Demo:Root"] ?? ".", "node_modules");
        var wanted = town.Shops.SelectMany(s => s.Products.Select(p => p.Picture).Append(s.Picture).Select(p => (Name: p, s.Hue)))
            .Concat(town.Aisles.Select(a => (Name: a.Picture, a.Hue)))
            .DistinctBy(p => KeyOf(p.Name, p.Hue)).ToLookup(p => p.Name.StartsWith(Photograph, StringComparison.Ordinal));
        var work = Directory.CreateTempSubdirectory("marketplace-demo-");
        try
        {
            var photographs = wanted[true].ToDictionary(p => p.Name, p => Path.Combine(packages, Photographs, $"{p.Name[Photograph.Length..]}-unsplash.jpg"));
            var drawings = await DrawAsync(Path.Combine(packages, Drawings), [.. wanted[false]], work.FullName, ct);
            var files = photographs.Concat(drawings).Where(f => File.Exists(f.Value)).ToDictionary();
            if (files.Count < wanted.Sum(w => w.Count()))
            {
                LogMissing(wanted.Sum(w => w.Count()) - files.Count, packages);
            }

            return new(files.ToDictionary(f => f.Key, f => MediaId.Of(File.ReadAllBytes(f.Value))), store.SaveManyAsync(files.Values, ct), work);
        }
        catch
        {
            work.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Paints the drawings in batches; each becomes a file of its own.</summary>
    private async Task<IReadOnlyDictionary<string, string>> DrawAsync(string package, IReadOnlyList<(string Name, int Hue)> wanted, string folder, CancellationToken ct)
    {
        if (!File.Exists(package))
        {
            return new Dictionary<string, string>();
        }

        var bodies = Bodies(await File.ReadAllBytesAsync(package, ct), [.. wanted.Select(w => w.Name)]);
        var sketches = new Dictionary<string, string>();
        foreach (var (name, hue) in wanted.Where(w => bodies.ContainsKey(w.Name)))
        {
            var file = Path.Combine(folder, $"{name}-{hue}.svg");
            await File.WriteAllTextAsync(file, Compose(bodies[name], Grounds[hue - 1]), ct);
            sketches.Add(KeyOf(name, hue), file);
        }

        await Parallel.ForEachAsync(
            sketches.Values.Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
            async (batch, token) => await RunAsync(batch, folder, token));
        return sketches.ToDictionary(s => s.Key, s => Path.ChangeExtension(s.Value, ".jpg"));
    }

    private async Task RunAsync(IReadOnlyList<string> sketches, string folder, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Painter, ["--size", $"{Side}x", "-o", Path.Combine(folder, "%s.jpg[Q=95,strip]"), .. sketches]) { RedirectStandardError = true };
        start.Environment["VIPS_CONCURRENCY"] = "1";
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "100000000"; // the painter takes and gives back megabytes for every stroke
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "400000000";
        try
        {
            using var process = Process.Start(start)!;
            var errors = await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
            {
                LogFailed(process.ExitCode, errors.ReplaceLineEndings(" "));
            }
        }
        catch (Win32Exception)
        {
            LogNoPainter();
        }
    }

    private static string Compose(string body, string ground) =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Side}" height="{Side}" viewBox="0 0 32 32"><rect width="32" height="32" fill="{ground}"/><g transform="translate(5.9 5.9) scale(.63)">{body}</g></svg>
        """;

    /// <summary>The package is a hundred megabytes, of which some hundred drawings are wanted; it is read once, forwards.</summary>
    private static Dictionary<string, string> Bodies(ReadOnlySpan<byte> package, HashSet<string> wanted)
    {
        var bodies = new Dictionary<string, string>();
        var reader = new Utf8JsonReader(package.StartsWith(Encoding.UTF8.Preamble) ? package[Encoding.UTF8.Preamble.Length..] : package);
        string? drawing = null;
        while (bodies.Count < wanted.Count && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 2)
            {
                drawing = reader.GetString()!;
                if (!wanted.Contains(drawing))
                {
                    reader.Skip();
                }
            }
            else if (reader.CurrentDepth == 3 && drawing is not null && reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                bodies[drawing] = reader.GetString()!;
            }
        }

        return bodies;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} pictures of the demo could not be made; run npm ci in {Packages} and install libvips-tools")]
    private partial void LogMissing(int count, string packages);

    [LoggerMessage(LogLevel.Warning, "vipsthumbnail is not installed (Debian: libvips-tools): what is drawn has no pictures")]
    private partial void LogNoPainter();

    [LoggerMessage(LogLevel.Warning, "vipsthumbnail ended with {ExitCode}: {Errors}")]
    private partial void LogFailed(int exitCode, string errors);
}
