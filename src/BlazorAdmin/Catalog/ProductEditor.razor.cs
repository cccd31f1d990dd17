using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>Makes a product or changes one.</summary>
public sealed partial class ProductEditor
{
    private ProductForm? _form;
    private VendorChip? _shop;
    private string _reason = "";
    private string? _reasonError;
    private VendorProductDetails? _saved;
    private IReadOnlyList<CategoryNode> _categories = [];
    private IReadOnlyList<BrandItem> _brands = [];
    private IReadOnlyList<TaxClassOption> _taxClasses = [];
    private string _currency = Words.Currency;
    private bool _includesTax = true;
    private bool _tried;
    private bool _isStale;
    private bool _leaves;
    private string? _leaveTo;
    private Modal _discard = null!;
    private Modal _delete = null!;

    [Inject] private PortalSession Session { get; set; } = null!;

    private bool MayEdit => ForMarketplace ? Session.May(Rights.EditProducts) : Session.MayChangeInShop(VendorRights.EditCatalogue);

    private string List => ForMarketplace ? "/admin/products" : "/vendor/products";

    [Parameter] public Guid? Id { get; set; }

    /// <summary>An administrator edits a product of some shop; such a product exists already.</summary>
    [Parameter] public bool ForMarketplace { get; set; }

    [Inject] private VendorProductsClient Client { get; set; } = null!;
    [Inject] private AdminProductsClient Admin { get; set; } = null!;
    [Inject] private CatalogClient Catalog { get; set; } = null!;
    [Inject] private SettingsClient Settings { get; set; } = null!;
    [Inject] private PortalUrls Urls { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        if (_form is null || _saved?.Id != Id)
        {
            await LoadProductAsync();
        }
    }

    private Task LoadProductAsync() => LoadAsync(async ct =>
    {
        var store = await Settings.StoreAsync(ct);
        (_currency, _includesTax, _taxClasses) = (store.Currency, store.PriceIncludesTax, store.TaxClasses);
        _categories = await Catalog.CategoriesAsync(ct);
        _brands = await Catalog.BrandsAsync(ct);
        _saved = await ReadAsync(ct);
        _form = _saved is null ? ProductForm.New(_taxClasses.Count > 0 ? _taxClasses[0].Code : "") : ProductForm.Of(_saved);
        (_tried, _isStale, _leaves) = (false, false, false);
    });

    private async Task<VendorProductDetails?> ReadAsync(CancellationToken ct)
    {
        if (Id is not { } id)
        {
            return null;
        }

        if (!ForMarketplace)
        {
            return await Client.GetAsync(id, ct);
        }

        var product = await Admin.GetAsync(id, ct);
        _shop = product.Vendor;
        return product.Product;
    }

    private async Task<VendorProductDetails> WriteAsync(CancellationToken ct) => Id switch
    {
        { } id when ForMarketplace => (await Admin.UpdateAsync(id, _form!.Revision, _reason.Trim(), _form.ToRequest(), ct)).Product,
        { } id => await Client.UpdateAsync(id, _form!.Revision, _form.ToRequest(), ct),
        null => await Client.CreateAsync(_form!.ToRequest(), ct),
    };

    private string? ErrorOf(IReadOnlyList<(string Field, string Where, string Error)> errors, string field) =>
        errors.FirstOrDefault(e => e.Field == field).Error ?? Refusal?.For(field);

    private string? Invalid(IReadOnlyList<(string Field, string Where, string Error)> errors, string field) => ErrorOf(errors, field) is null ? null : "true";

    private async Task SaveAsync()
    {
        (_tried, _isStale) = (true, false);
        _form!.Matrix.FillCodes(_form.Name);
        var errors = _form.Errors();
        if (errors.Count > 0)
        {
            await Browser.FocusAsync(FieldIds.Of(errors[0].Field));
            return;
        }

        _reasonError = ForMarketplace && _reason.Trim().Length == 0 ? "Say why, in a sentence." : null;
        if (_reasonError is not null)
        {
            await Browser.FocusAsync("p-reason");
            return;
        }

        VendorProductDetails? saved = null;
        if (await TryAsync(async ct => saved = await WriteAsync(ct)))
        {
            Taken(saved!);
            _reason = "";
            Toasts.Say(Id is null ? "Saved as a draft. Put it on sale when it is ready." : ForMarketplace ? "Saved. The shop is told why." : "Saved.");
            if (Id is null)
            {
                _leaves = true;
                Navigation.NavigateTo($"/vendor/products/{saved!.Id}", replace: true);
            }
        }
        else
        {
            _isStale = Refusal is { IsStale: true };
        }
    }

    private void Taken(VendorProductDetails saved)
    {
        (_saved, _form, _tried) = (saved, ProductForm.Of(saved), false);
    }

    private Task PublishAsync() => ChangeStateAsync(ct => Client.PublishAsync(Id!.Value, ct), "It is on sale.");

    private Task UnpublishAsync() => ChangeStateAsync(ct => Client.UnpublishAsync(Id!.Value, ct), "It is a draft again. Shoppers do not see it.");

    private async Task ChangeStateAsync(Func<CancellationToken, Task<Nothing>> change, string said)
    {
        if (await TryAsync(async ct =>
            {
                await change(ct);
                Taken(await Client.GetAsync(Id!.Value, ct));
            }))
        {
            Toasts.Say(said);
        }
    }

    private async Task DeleteAsync()
    {
        if (await TryAsync(ct => ForMarketplace ? Admin.DeleteAsync(Id!.Value, _reason.Trim(), ct) : Client.DeleteAsync(Id!.Value, ct)))
        {
            _leaves = true;
            await _delete.CloseAsync();
            Toasts.Say($"“{_saved!.Name}” is deleted.");
            Navigation.NavigateTo(List);
        }
    }

    private void AskBeforeLeaving(LocationChangingContext leaving)
    {
        if (!_leaves && _form is { Changes: > 0 })
        {
            leaving.PreventNavigation();
            _leaveTo = leaving.TargetLocation;
            _discard.Open();
        }
    }

    private async Task DiscardAsync()
    {
        await _discard.CloseAsync();
        if (_leaveTo is { } target)
        {
            _leaves = true;
            Navigation.NavigateTo(target);
            return;
        }

        if (Id is null)
        {
            _form = ProductForm.New(_taxClasses.Count > 0 ? _taxClasses[0].Code : "");
        }
        else
        {
            await LoadProductAsync();
        }
    }
}
