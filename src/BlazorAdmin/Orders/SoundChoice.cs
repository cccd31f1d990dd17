using Marketplace.BlazorAdmin.Shared;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>Whether a new order rings on this device.</summary>
public sealed class SoundChoice(Browser browser)
{
    private const string Key = "silent";
    private bool? _isOn;

    public async Task<bool> IsOnAsync() => _isOn ??= await browser.RecallAsync(Key) is null;

    public async Task SetAsync(bool isOn)
    {
        _isOn = isOn;
        await browser.RememberAsync(Key, isOn ? null : "yes");
        if (isOn)
        {
            await browser.RingAsync();
        }
    }
}
