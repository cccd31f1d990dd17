using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Marketplace.Architecture.Tests.Security;

/// <summary>Every package that a build takes from a registry.</summary>
internal static partial class LockFiles
{
    public static IEnumerable<LockedPackage> All()
    {
        var nuget = from folder in (string[])["src", "tests", "bench", "build"]
                    from file in Source.Files(folder, ".json")
                    where Path.GetFileName(file) == "packages.lock.json"
                    from package in NuGet(Source.Read(file), file)
                    select package;
        var downloads = from folder in (string[])["src", "tests", "bench", "build"]
                        from file in Source.Files(folder, ".csproj", ".targets", ".props", ".proj")
                        from package in Downloads(file)
                        select package;
        var npm = from file in (string[])["package-lock.json", "tests/Conformance/package-lock.json"]
                  from package in Npm(Source.Read(file), file)
                  select package;
        return [.. nuget, .. downloads, .. npm];
    }

    public static IEnumerable<LockedPackage> NuGet(string json, string file)
    {
        using var document = JsonDocument.Parse(json);
        var packages = from framework in document.RootElement.GetProperty("dependencies").EnumerateObject()
                       from package in framework.Value.EnumerateObject()
                       where package.Value.TryGetProperty("resolved", out _)
                       select new LockedPackage("nuget", package.Name, package.Value.GetProperty("resolved").GetString()!, file);
        return [.. packages];
    }

    public static IEnumerable<LockedPackage> Npm(string json, string file)
    {
        using var document = JsonDocument.Parse(json);
        var packages = from package in document.RootElement.GetProperty("packages").EnumerateObject()
                       where package.Name.Length > 0 && package.Value.TryGetProperty("version", out _)
                       select new LockedPackage("npm", NameOf(package), package.Value.GetProperty("version").GetString()!, file);
        return [.. packages];
    }

    /// <summary><c>PackageDownload</c> takes a package without a lock file; its version may stand in a property of the same file.</summary>
    private static List<LockedPackage> Downloads(string file)
    {
        var project = XDocument.Parse(Source.Read(file));
        var found = new List<LockedPackage>();
        foreach (var download in project.Descendants("PackageDownload"))
        {
            var version = Property().Replace(
                download.Attribute("Version")!.Value, name => project.Descendants(name.Groups[1].Value).Single().Value);
            found.Add(new LockedPackage("nuget", download.Attribute("Include")!.Value, version.Trim('[', ']'), file));
        }

        return found;
    }

    /// <summary>An alias is locked under its own name and says the package's.</summary>
    private static string NameOf(JsonProperty package) =>
        package.Value.TryGetProperty("name", out var name) ? name.GetString()! : package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..];

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Property();
}
