using System.Text.Json;

namespace Marketplace.Architecture.Tests.Security;

/// <summary>One package in one lock file.</summary>
internal sealed record LockedPackage(string Ecosystem, string Name, string Version, string File);

/// <summary>Versions from <c>From</c> up to, but without, <c>Before</c>; or one version alone.</summary>
internal sealed record VersionRange(string? From, string? Before, string? Only)
{
    public bool Contains(string version)
    {
        var asked = PackageVersion.Parse(version);
        return Only is not null
            ? asked.CompareTo(PackageVersion.Parse(Only)) == 0
            : (From is null || asked.CompareTo(PackageVersion.Parse(From)) >= 0) && asked.CompareTo(PackageVersion.Parse(Before!)) < 0;
    }
}

internal sealed record Advisory(string Ecosystem, string Package, IReadOnlyList<VersionRange> Ranges, string Id, string Why)
{
    public bool Concerns(LockedPackage package) =>
        package.Ecosystem == Ecosystem
        && string.Equals(package.Name, Package, StringComparison.OrdinalIgnoreCase)
        && Ranges.Any(range => range.Contains(package.Version));
}

internal sealed record Advisories(IReadOnlyList<Advisory> List)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Advisories Load()
    {
        using var document = JsonDocument.Parse(Source.Read("security/advisories.json"));
        return new Advisories(document.RootElement.GetProperty("advisories").Deserialize<List<Advisory>>(Web)!);
    }

    public IEnumerable<string> Violations(IEnumerable<LockedPackage> packages) =>
        from package in packages
        from advisory in List
        where advisory.Concerns(package)
        select $"{package.File}: {package.Name} {package.Version} has {advisory.Id}: {advisory.Why}";
}
