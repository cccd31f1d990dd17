using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>A page or a part of one that talks to the API: it turns refusals into words and reloads when something happened.</summary>
public abstract class PortalComponent : ComponentBase, IDisposable
{
    /// <summary>Whether what runs now was begun by news, and not by the person.</summary>
    private readonly AsyncLocal<bool> _isUnasked = new();

    private readonly CancellationTokenSource _gone = new();
    private Refusal? _ofLoading;

    // Taken once: a page that is gone may still be in the middle of a step, and its source is gone by then.
    protected PortalComponent() => Gone = _gone.Token;

    [Inject] protected LiveFeed Live { get; set; } = null!;
    [Inject] protected TimeProvider Clock { get; set; } = null!;
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    protected CancellationToken Gone { get; }

    /// <summary>Why the last thing that the person did, or the loading of the page, did not work.</summary>
    protected Refusal? Refusal { get; set; }

    protected bool Busy { get; private set; }

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected override void OnInitialized() => Live.Changed += OnLive;

    /// <summary>Something happened that may concern this page; a page that shows changing things loads them again.</summary>
    protected virtual Task OnLiveAsync(string? topic) => Task.CompletedTask;

    /// <summary>Notices for the person are the bell's affair; everything else may concern any page.</summary>
    protected virtual bool Concerns(string? topic) => topic is not "user";

    /// <summary>Does what the person asked for; false, with <see cref="Refusal"/> set, when it was refused.</summary>
    protected async Task<bool> TryAsync(Func<CancellationToken, Task> work)
    {
        if (Busy)
        {
            return false;
        }

        (Busy, Refusal) = (true, null);
        try
        {
            Refusal = await AttemptAsync(work);
            return Refusal is null && !Gone.IsCancellationRequested;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>
    /// Loads in the background: keeps what is shown when it does not work, unless nothing is shown yet. Begun by news, it leaves standing
    /// why something was refused to the person, who may be reading it in a dialog.
    /// </summary>
    protected async Task LoadAsync(Func<CancellationToken, Task> work)
    {
        var refusal = await AttemptAsync(work);
        if (!_isUnasked.Value || Refusal is null || ReferenceEquals(Refusal, _ofLoading))
        {
            Refusal = _ofLoading = refusal;
        }
    }

    protected async Task<Refusal?> AttemptAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(Gone);
            return null;
        }
        catch (ApiException refused)
        {
            return Refusal.From(refused);
        }
        catch (HttpRequestException)
        {
            return Refusal.Unreachable;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return null;
        }
        catch (ObjectDisposedException) when (Gone.IsCancellationRequested)
        {
            return null; // The person left, and what the page worked with went first.
        }
        catch (OperationCanceledException)
        {
            return Refusal.Unreachable; // The call took longer than the client waits.
        }
    }

    private void OnLive(string? topic) => _ = InvokeAsync(async () =>
    {
        if (!_gone.IsCancellationRequested && Concerns(topic))
        {
            _isUnasked.Value = true;
            await OnLiveAsync(topic);
            StateHasChanged();
        }
    });

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_gone.IsCancellationRequested)
        {
            Live.Changed -= OnLive;
            _gone.Cancel();
            _gone.Dispose();
        }
    }
}
