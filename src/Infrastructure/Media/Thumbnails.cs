using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Media;

/// <summary>
/// Makes the sizes of pictures with <c>vipsthumbnail</c> in a process of its own, which may not take more memory and time than it is
/// given, so that a hostile picture can hurt nobody else. What it writes is a new picture: nothing of the old file survives but pixels.
/// </summary>
internal sealed partial class Thumbnails(IOptions<MediaOptions> options, ILogger<Thumbnails> log) : IDisposable
{
    private readonly string? _tool = Find("vipsthumbnail");
    private readonly string? _limiter = Find("prlimit");
    private readonly SemaphoreSlim _slots = new(options.Value.Parallel);
    private int _told;

    public bool IsAvailable
    {
        get
        {
            if (_tool is null && Interlocked.Exchange(ref _told, 1) == 0)
            {
                LogMissing();
            }

            return _tool is not null;
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>The widths that show more of a picture than the ones before; the next larger than the picture is as large as it is.</summary>
    /// <param name="widths">The smallest first.</param>
    public static IEnumerable<int> WidthsFor(int longestSide, IReadOnlyList<int> widths) => widths.Where((_, i) => i == 0 || widths[i - 1] < longestSide);

    /// <summary>Writes <c>{name}-{width}.webp</c> into the folder for every file and its widths. A file that cannot be read has no outputs.</summary>
    public async Task MakeAsync(IReadOnlyCollection<(string File, PictureHeader Header)> pictures, IReadOnlyList<int> widths, string folder, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        try
        {
            foreach (var width in widths)
            {
                foreach (var alike in pictures.Where(p => WidthsFor(p.Header.LongestSide, widths).Contains(width)).GroupBy(p => p.Header.HasProfile, p => p.File))
                {
                    await RunAsync([.. alike], folder, width, alike.Key, ct);
                }
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task RunAsync(string[] files, string folder, int width, bool haveProfiles, CancellationToken ct)
    {
        var limit = options.Value.TimeLimit * files.Length;
        var seconds = (int)Math.Ceiling(limit.TotalSeconds);
        var start = new ProcessStartInfo(_limiter ?? _tool!) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        if (_limiter is not null)
        {
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--as={options.Value.MemoryLimit}"));
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--cpu={seconds}"));
            start.ArgumentList.Add("--core=0");
            start.ArgumentList.Add(_tool!);
        }

        start.ArgumentList.Add("--size");
        start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"{width}x>"));
        if (haveProfiles)
        {
            // Asked to convert what has no profile, the tool takes twice as long and gets the colours wrong.
            start.ArgumentList.Add("--export-profile");
            start.ArgumentList.Add("srgb");
        }

        start.ArgumentList.Add("-o");
        start.ArgumentList.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"%s-{width}.webp[Q=80,effort=2,strip,profile=none]"))); // sRGB is what browsers take for granted
        foreach (var file in files)
        {
            start.ArgumentList.Add(file);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(ct);
        _ = process.StandardOutput.ReadToEndAsync(ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            LogTooLong(limit);
            return;
        }

        if (process.ExitCode != 0)
        {
            LogFailed(process.ExitCode, (await errors).ReplaceLineEndings(" "));
        }
    }

    private static string? Find(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);

    [LoggerMessage(LogLevel.Warning, "vipsthumbnail is not installed (Debian: libvips-tools): pictures are served in their original size and with their metadata")]
    private partial void LogMissing();

    [LoggerMessage(LogLevel.Warning, "Making the sizes of a picture took longer than {Limit} and was stopped")]
    private partial void LogTooLong(TimeSpan limit);

    [LoggerMessage(LogLevel.Information, "vipsthumbnail ended with {ExitCode}: {Errors}")]
    private partial void LogFailed(int exitCode, string errors);
}
