namespace Marketplace.E2E.Tests.Shared;

/// <summary>A test that walks through the town. At its end no browser may have complained, and no host may have logged an error.</summary>
public abstract class Story(Town town) : IAsyncLifetime
{
    protected Town Town => town;

    protected Browsing Browsers { get; } = new(town.Browser);

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
