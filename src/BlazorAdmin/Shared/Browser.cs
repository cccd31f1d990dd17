using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>The few things that only the browser can do, through portal.js.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    public async Task<string?> RecallAsync(string key) => await (await ModuleAsync()).InvokeAsync<string?>("recall", key);

    public async Task RememberAsync(string key, string? value) => await (await ModuleAsync()).InvokeVoidAsync("remember", key, value);

    public async Task ShowModalAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("showModal", dialog);

    public async Task CloseModalAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("closeModal", dialog);

    public async Task ClosePopoverAsync(ElementReference popover) => await (await ModuleAsync()).InvokeVoidAsync("closePopover", popover);

    public async Task RingAsync() => await (await ModuleAsync()).InvokeVoidAsync("ring");

    public async Task PrintAsync() => await (await ModuleAsync()).InvokeVoidAsync("print");

    public async Task FocusAsync(string id) => await (await ModuleAsync()).InvokeVoidAsync("focus", id);

    /// <summary>Lays maps over the pictures that have just been drawn, or moves their pins.</summary>
    public async Task DrawMapsAsync() => await (await ModuleAsync()).InvokeVoidAsync("drawMaps");

    public async Task OnPickedAsync<T>(string latitudeInput, string longitudeInput, DotNetObjectReference<T> listener)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("onPicked", latitudeInput, longitudeInput, listener);

    public async Task DownloadAsync(string fileName, Stream content)
    {
        using var stream = new DotNetStreamReference(content);
        await (await ModuleAsync()).InvokeVoidAsync("download", fileName, stream);
    }

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

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/portal.js").AsTask();
}
