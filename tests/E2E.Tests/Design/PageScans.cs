using Marketplace.E2E.Tests.Shared;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Scans pages, always one ahead of the test that asks: a scan keeps one core busy and the hosts idle, and machines have two.</summary>
public sealed class PageScans(Town town) : IAsyncLifetime
{
    private readonly Dictionary<string, Task<IReadOnlyList<string>>> _begun = [];

    /// <returns>What is wrong with the page, and what its browser complained about.</returns>
    public Task<IReadOnlyList<string>> FindingsAsync(string name)
    {
        var wanted = Begin(PageList.All.Single(p => p.Name == name));
        if (PageList.All.FirstOrDefault(p => !_begun.ContainsKey(p.Name)) is { } next)
        {
            Begin(next);
        }

        return wanted;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var begun in _begun.Values)
        {
            await begun.ContinueWith(_ => { }, TaskScheduler.Default); // whose test was not asked for
        }
    }

    private Task<IReadOnlyList<string>> Begin(PageState state)
    {
        if (!_begun.TryGetValue(state.Name, out var scan))
        {
            _begun[state.Name] = scan = Task.Run(() => ScanAsync(state));
        }

        return scan;
    }

    private async Task<IReadOnlyList<string>> ScanAsync(PageState state)
    {
        await using var browsers = new Browsing(town.Browser);
        var page = await new PageOpener(town, browsers).OpenAsync(state);
        return [.. await Layout.FindingsAsync(page), .. await Accessibility.FindingsAsync(page), .. browsers.Complaints];
    }
}
