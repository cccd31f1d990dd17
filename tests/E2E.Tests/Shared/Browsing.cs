using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>The browsers of one test: opens their windows, and keeps what they complained about.</summary>
public sealed class Browsing(IBrowser browser) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentBag<IBrowserContext> _windows = [];

    /// <summary>Errors of scripts, on the console, of the content security policy, and answers of 500 and above.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    public Task<IPage> PhoneAsync(double latitude = 12.914, double longitude = 80.245, bool javaScript = true) => OpenAsync(new()
    {
        ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true, JavaScriptEnabled = javaScript,
        Geolocation = new() { Latitude = (float)latitude, Longitude = (float)longitude }, Permissions = javaScript ? ["geolocation"] : [],
    });

    /// <param name="state">Cookies of somebody who is signed in already.</param>
    /// <param name="mindsPolicy">False lets pages run what their content security policy forbids, so that it shows.</param>
    public Task<IPage> DeskAsync(string? state = null, bool mindsPolicy = true) =>
        OpenAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, StorageState = state, BypassCSP = !mindsPolicy });

    public async ValueTask DisposeAsync()
    {
        while (_windows.TryTake(out var window))
        {
            await window.CloseAsync();
        }
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        options.Locale = "en-IN";
        options.TimezoneId = "Asia/Kolkata";
        var window = await browser.NewContextAsync(options);
        _windows.Add(window);
        window.SetDefaultTimeout(Town.Patience);
        var page = await window.NewPageAsync();
        page.PageError += (_, error) =>
        {
            if (!IsOfTransition(error))
            {
                _complaints.Enqueue($"{page.Url}: {error}");
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message))
            {
                _complaints.Enqueue($"{page.Url}: {message.Text} ({message.Location})");
            }
        };
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 500)
            {
                _complaints.Enqueue($"{page.Url}: {answer.Status} from {answer.Url}");
            }
        };
        return page;
    }

    // The browser tells the page that it gave up the animation between two pages, because the next one was slow or quick to go.
    private static bool IsOfTransition(string error) =>
        error.Contains("Transition was aborted", StringComparison.Ordinal) || error.Contains("Transition was skipped", StringComparison.Ordinal);

    // A page that says "there is no such thing", or repeats a form with what is wrong, is a page like any other; what it loads must be there.
    private static bool IsExpected(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
        && message.Page is { } page && message.Location.StartsWith(page.Url.Split('#')[0], StringComparison.Ordinal);
}
