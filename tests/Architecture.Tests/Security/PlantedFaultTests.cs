namespace Marketplace.Architecture.Tests.Security;

/// <summary>The faults that the conformance checks must find exist in a copy of the sources only.</summary>
public sealed class PlantedFaultTests
{
    private const string Switch = "Planted";

    [Fact]
    public void No_fault_is_in_the_sources()
    {
        Assert.Contains($"global::Marketplace.{Switch}.Is(", Source.Read("tests/Conformance/faults/catalogue.mjs"), StringComparison.Ordinal);
        var code = Source.Files("src", ".cs", ".razor", ".csproj").Concat(Source.Files("tests/ConformanceHost", ".cs", ".csproj")).ToList();
        Assert.Contains("src/IdentityServer/Program.cs", code);

        Assert.DoesNotContain(code, file => Source.Read(file).Contains($"{Switch}.", StringComparison.Ordinal));
    }
}
