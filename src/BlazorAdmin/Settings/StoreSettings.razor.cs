using Marketplace.BlazorAdmin.Catalog;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Settings;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Settings;

/// <summary>Fees, tax, limits and times.</summary>
public sealed partial class StoreSettings
{
    private SettingsForm? _form;
    private DateTimeOffset? _savedAt;
    private bool _isStale;

    [Inject] private SettingsClient Client { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadSettingsAsync();

    private Task LoadSettingsAsync() => LoadAsync(async ct => (_form, _isStale) = (SettingsForm.Of(await Client.GetAsync(ct)), false));

    private string? ErrorOf(string field, string typed) => SettingsForm.Error(typed) ?? Refusal?.For(field);

    private string? ErrorAt(int taxClass) => _form!.TaxClasses[taxClass].Error ?? Refusal?.For($"taxClasses[{taxClass}]");

    private string? ErrorOfRegion(int region) => _form!.TaxRegions[region].Error
        ?? Refusal?.Errors.Where(e => e.Key.StartsWith($"taxRegions[{region}]", StringComparison.OrdinalIgnoreCase)).Select(e => e.Value.FirstOrDefault()).FirstOrDefault();

    private async Task SaveAsync()
    {
        _isStale = false;
        if (_form!.FirstError is { } wrong)
        {
            await Browser.FocusAsync(FieldIds.Of(wrong));
            return;
        }

        if (await TryAsync(async ct => _form = SettingsForm.Of(await Client.SaveAsync(_form.ToSettings(), ct))))
        {
            _savedAt = Now;
            Toasts.Say("The settings are saved.");
        }
        else
        {
            _isStale = Refusal is { IsStale: true };
        }
    }
}
