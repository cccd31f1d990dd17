using Marketplace.Contracts.Shared;
using Microsoft.JSInterop;

namespace Marketplace.BlazorAdmin.Rider;

/// <summary>What only the phone can do, through rider.js: say where it is, stay awake, ring and shake.</summary>
public sealed class RiderPhone(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Where the phone is now; null when it will not say.</summary>
    public async Task<PhonePosition?> WhereAsync() => await (await ModuleAsync()).InvokeAsync<PhonePosition?>("where");

    public async Task WatchAsync<T>(DotNetObjectReference<T> listener) where T : class => await (await ModuleAsync()).InvokeVoidAsync("watch", listener);

    public async Task UnwatchAsync() => await (await ModuleAsync()).InvokeVoidAsync("unwatch");

    public async Task AlertAsync() => await (await ModuleAsync()).InvokeVoidAsync("alertRider");

    public async Task<string> ThemeAsync() => await (await ModuleAsync()).InvokeAsync<string>("theme");

    public async Task SetThemeAsync(string theme) => await (await ModuleAsync()).InvokeVoidAsync("setTheme", theme);

    public async ValueTask DisposeAsync()
    {
        if (_module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await (await _module).DisposeAsync();
            }
            catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
            {
                // The browser has gone, and the module with it.
            }
        }
    }

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "/js/rider.js").AsTask();
}

public sealed record PhonePosition(double Latitude, double Longitude, double? Accuracy, double? Heading, double? Speed)
{
    public PositionDto ToDto() => new(Latitude, Longitude);
}
