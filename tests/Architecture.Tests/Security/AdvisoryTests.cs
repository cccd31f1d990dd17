namespace Marketplace.Architecture.Tests.Security;

/// <summary>No known bad package is built with, and the check that says so can fail.</summary>
public sealed class AdvisoryTests
{
    private static readonly Advisories Known = Advisories.Load();

    [Fact]
    public void No_lock_file_has_a_version_with_an_advisory()
    {
        var packages = LockFiles.All().ToList();
        Assert.Contains(packages, p => p is { Ecosystem: "nuget", Name: "Npgsql" });
        Assert.Contains(packages, p => p is { Ecosystem: "nuget", Name: "Microsoft.AspNetCore.App.Runtime.linux-x64" });
        Assert.Contains(packages, p => p is { Ecosystem: "npm", Name: "@microsoft/signalr" });

        Assert.Empty(Known.Violations(packages));
    }

    [Theory]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens", "6.8.0")]
    [InlineData("System.IdentityModel.Tokens.Jwt", "7.1.1")]
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.0")]
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.6")]
    [InlineData("npgsql", "8.0.2")]
    public void Finds_a_planted_nuget_package(string name, string version)
    {
        var planted = $$$"""{"version":1,"dependencies":{"net10.0":{"{{{name}}}":{"type":"Transitive","resolved":"{{{version}}}"} } } }""";

        var violation = Assert.Single(Known.Violations(LockFiles.NuGet(planted, "planted")));
        Assert.Contains(version, violation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node_modules/jose", "4.15.4", "")]
    [InlineData("node_modules/oidc-provider/node_modules/jose", "2.0.6", "")]
    [InlineData("node_modules/old-ws", "8.17.0", "\"name\":\"ws\",")]
    [InlineData("node_modules/chalk", "5.6.1", "")]
    public void Finds_a_planted_npm_package(string path, string version, string alias)
    {
        var planted = $$"""{"lockfileVersion":3,"packages":{"":{"version":"1.0.0"},"{{path}}":{ {{alias}}"version":"{{version}}"} } }""";

        Assert.Single(Known.Violations(LockFiles.Npm(planted, "planted")));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.7")]
    [InlineData("Microsoft.AspNetCore.DataProtection", "9.0.11")]
    [InlineData("System.IdentityModel.Tokens.Jwt", "7.1.2")]
    [InlineData("Npgsql", "10.0.0")]
    public void Lets_a_mended_version_pass(string name, string version) =>
        Assert.Empty(Known.Violations([new LockedPackage("nuget", name, version, "planted")]));

    [Fact]
    public void Every_advisory_catches_the_version_that_it_begins_with_and_none_that_mends_it()
    {
        Assert.NotEmpty(Known.List);
        Assert.All(Known.List, advisory => Assert.All(advisory.Ranges, range =>
        {
            Assert.True(advisory.Concerns(new(advisory.Ecosystem, advisory.Package, range.Only ?? range.From ?? "0.0.1", "planted")));
            Assert.False(range.Before is { } mended && range.Contains(mended));
        }));
    }

    [Theory]
    [InlineData("1.9.0", "1.10.0")]
    [InlineData("8.0.3-preview.1", "8.0.3")]
    [InlineData("7.1", "7.1.1")]
    [InlineData("18.4.0-beta.17", "18.4.0")]
    public void Orders_versions_as_the_registries_do(string lower, string higher) =>
        Assert.True(PackageVersion.Parse(lower).CompareTo(PackageVersion.Parse(higher)) < 0);
}
