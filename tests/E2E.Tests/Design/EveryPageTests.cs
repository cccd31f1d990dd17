using Marketplace.E2E.Tests.Shared;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Every page for everybody: with axe, at every width, with large text, and read from right to left.</summary>
[Collection(nameof(Town))]
public sealed class EveryPageTests(Town town) : Story(town, town.Shell)
{
    private const char And = '+';

    /// <summary>Two at a time: while one waits for its host, the other is looked at. They are of different parts, so that neither changes what the other shows.</summary>
    public static TheoryData<string> Pages
    {
        get
        {
            var half = (PageList.All.Count + 1) / 2;
            return [.. PageList.All.Take(half).Select((first, i) => i + half < PageList.All.Count ? $"{first.Name} {And} {PageList.All[i + half].Name}" : first.Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Are_for_everybody(string names)
    {
        var findings = await Task.WhenAll(names.Split(And, StringSplitOptions.TrimEntries).Select(FindingsAsync));

        Assert.True(findings.All(f => f.Length == 0), string.Join("\n", findings.SelectMany(f => f)));
    }

    private async Task<string[]> FindingsAsync(string name)
    {
        var page = await new PageOpener(Town, Browsers).OpenAsync(PageList.All.Single(p => p.Name == name));
        return [.. (await Layout.FindingsAsync(page)).Concat(await Accessibility.FindingsAsync(page)).Select(finding => $"{name}: {finding}")];
    }
}
