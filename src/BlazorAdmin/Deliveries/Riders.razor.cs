using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>Who rides for the marketplace.</summary>
public sealed partial class Riders
{
    private Page<RiderItem>? _page;
    private Modal _modal = null!;
    private RiderItem? _rider;
    private string _email = "";
    private string _name = "";
    private string _phone = "";
    private string _vehicle = "";
    private bool _isActive = true;
    private bool _isStale; // stays while the list behind is loaded anew

    [Inject] private DispatchClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    [SupplyParameterFromQuery] private string? Search { get; set; }
    [SupplyParameterFromQuery] private int? Page { get; set; }

    protected override Task OnParametersSetAsync() => LoadPageAsync();

    protected override Task OnLiveAsync(string? topic) => LoadPageAsync();

    private Task LoadPageAsync() => LoadAsync(async ct => _page = await Client.RidersAsync(Search, Math.Max(1, Page ?? 1), ct: ct));

    private string? Invalid(string field) => Refusal?.For(field) is null ? null : "true";

    private void Edit(RiderItem? rider)
    {
        (_rider, _email, _name, _phone, _vehicle, _isActive, Refusal) = (rider, "", rider?.Name ?? "", rider?.Phone ?? "", rider?.Vehicle ?? "", rider?.IsActive ?? true, null);
        _isStale = false;
        _modal.Open();
    }

    /// <summary>What they are now becomes what is changed; what was typed stays.</summary>
    private Task<bool> LookAgainAsync() => TryAsync(async ct => (_rider, _isStale) = (await Client.GetRiderAsync(_rider!.Id, ct), false));

    private async Task SaveAsync()
    {
        var request = new SaveRiderRequest(_email.Trim(), _name.Trim(), _phone.Trim(), string.IsNullOrWhiteSpace(_vehicle) ? null : _vehicle.Trim(), _isActive);
        if (await TryAsync(async ct => _ = _rider is null ? await Client.AddRiderAsync(request, ct) : await Client.SaveRiderAsync(_rider.Id, _rider.Revision, request, ct)))
        {
            await _modal.CloseAsync();
            Toasts.Say(_rider is null ? $"{request.Name} may ride now." : $"{request.Name} is saved.");
            await LoadPageAsync();
        }
        else
        {
            _isStale = Refusal is { IsStale: true };
        }
    }
}
