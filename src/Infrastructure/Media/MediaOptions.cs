namespace Marketplace.Infrastructure.Media;

/// <summary>Where pictures are kept on disk and what making their sizes may cost.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Media";

    public string Path { get; set; } = System.IO.Path.Combine(".data", "media");

    /// <summary>Processes at a time.</summary>
    public int Parallel { get; set; } = 2;

    /// <summary>For one picture; a batch has as much for each of its pictures.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(20);
    public long MemoryLimit { get; set; } = 3L * 1024 * 1024 * 1024;
}
