using Marketplace.E2E.Tests.Shared;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Every page for everybody: with axe, at every width, with large text, and read from right to left.</summary>
[Collection(nameof(Town))]
public sealed class EveryPageTests(Town town, PageScans scans) : Story(town), IClassFixture<PageScans>
{
    public static TheoryData<string> Pages => [.. PageList.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_for_everybody(string name)
    {
        var findings = await scans.FindingsAsync(name);

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }
}
