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

    /// <summary>Chooses a file once the field listens, which Blazor lets it do a moment after it is there: sooner than a person finds a file, not than a test.</summary>
    protected static async Task ChooseAsync(ILocator field, string name, string mimeType, byte[] content)
    {
        await field.EvaluateAsync("async field => { while (field._blazorInputFileNextFileId === undefined) await new Promise(later => setTimeout(later, 20)); }");
        await field.SetInputFilesAsync(new FilePayload { Name = name, MimeType = mimeType, Buffer = content });
    }

    public virtual async Task DisposeAsync()
    {
        await Browsers.DisposeAsync();
        string[] complaints = [.. Browsers.Complaints, .. town.Errors()];
        Assert.True(complaints.Length == 0, string.Join("\n", complaints));
    }
}
