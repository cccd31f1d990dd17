using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>A test that walks through the town. At its end no browser may have complained, and no host may have logged an error.</summary>
/// <param name="browser">The town's usual one when none is named.</param>
public abstract class Story(Town town, IBrowser? browser = null) : IAsyncLifetime
{
    protected Town Town => town;

    protected Browsing Browsers { get; } = new(browser ?? town.Browser);

    public virtual Task InitializeAsync()
    {
        town.BeginStory();
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        await Browsers.DisposeAsync();
        string[] complaints = [.. Browsers.Complaints, .. town.Errors()];
        Assert.True(complaints.Length == 0, string.Join("\n", complaints));
    }
}
