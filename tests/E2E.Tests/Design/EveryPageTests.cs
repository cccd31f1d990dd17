using Marketplace.E2E.Tests.Shared;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Every page for everybody: with axe, at every width, with large text, and read from right to left.</summary>
[Collection(nameof(Town))]
public sealed class EveryPageTests(Town town) : Story(town, town.Shell)
{
    public static TheoryData<string> Pages => [.. PageList.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_for_everybody(string name)
    {
        var page = await new PageOpener(Town, Browsers).OpenAsync(PageList.All.Single(p => p.Name == name));

        var findings = new List<string>();
        findings.AddRange(await Layout.FindingsAsync(page));
        findings.AddRange(await Accessibility.FindingsAsync(page));
        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }
}
