using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>The shop as its owner edits it.</summary>
public sealed partial class ShopProfile
{
    private VendorProfile? _saved;
    private ShopForm? _form;
    private DateTimeOffset? _savedAt;

    [Inject] private VendorProfileClient Client { get; set; } = null!;
    [Inject] private PortalSession Session { get; set; } = null!;
    [Inject] private PortalUrls Urls { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadShopAsync();

    private Task LoadShopAsync() => LoadAsync(async ct =>
    {
        _saved = await Client.GetAsync(ct);
        _form = ShopForm.Of(_saved);
    });

    private async Task SaveAsync()
    {
        if (_form!.RadiusError is not null || _form.FreeDeliveryError is not null)
        {
            return;
        }

        if (await TryAsync(async ct =>
            {
                _saved = await Client.SaveAsync(_form.Revision, _form.ToRequest(), ct);
                _form = ShopForm.Of(_saved);
                _savedAt = Now;
                await Session.ReloadAsync(ct);
            }))
        {
            Toasts.Say("The shop is saved. Shoppers see it so from now.");
        }
    }
}
