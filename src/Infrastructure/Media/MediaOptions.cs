using System.ComponentModel.DataAnnotations;

namespace Marketplace.Infrastructure.Media;

/// <summary>Where pictures and videos are kept on disk, what making the sizes of pictures may cost, and how much a video may be.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Media";

    public string Path { get; set; } = System.IO.Path.Combine(".data", "media");

    /// <summary>Processes at a time.</summary>
    public int Parallel { get; set; } = 2;

    /// <summary>For one picture; a batch has as much for each of its pictures.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);
    public long MemoryLimit { get; set; } = 3L * 1024 * 1024 * 1024;

    [Range(1, int.MaxValue)]
    public long MaxVideoBytes { get; set; } = 50L * 1024 * 1024;
    public TimeSpan MaxVideoDuration { get; set; } = TimeSpan.FromMinutes(2);
}
