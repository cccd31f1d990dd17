using Marketplace.Testing;

namespace Marketplace.Architecture.Tests;

/// <summary>The files that people write, as opposed to what tools put beside them.</summary>
internal static class Source
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", "lib", "_framework", "Migrations"];

    public static string Root => Repository.Root;

    public static IReadOnlyList<string> Files(string folder, params string[] extensions) =>
    [
        .. Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static IReadOnlyList<string> Projects(string folder) =>
        [.. Directory.GetDirectories(Path.Combine(Root, folder)).Where(d => Directory.GetFiles(d, "*.csproj").Length == 1).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => !folder.Exists
        ? []
        : folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name)).SelectMany(Walk));
}
