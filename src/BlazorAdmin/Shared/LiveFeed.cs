namespace Marketplace.BlazorAdmin.Shared;

/// <summary>What the circuit's live connection tells its pages. A message only says that something changed.</summary>
public sealed class LiveFeed
{
    private bool _isConnected;

    /// <summary>The topic that changed; null when it is not known what was missed.</summary>
    public event Action<string?>? Changed;

    public event Action? ConnectionChanged;

    public bool IsConnected
    {
        get => _isConnected;
        set
        {
            if (_isConnected != value)
            {
                _isConnected = value;
                ConnectionChanged?.Invoke();
            }
        }
    }

    public void Raise(string? topic) => Changed?.Invoke(topic);
}
