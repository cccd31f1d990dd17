using System.Globalization;
using System.Net;
using Marketplace.BlazorShared.Design;
using Marketplace.BlazorStore.Hosting;
using Marketplace.BlazorStore.Shell;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Catalog;

public sealed partial class ProductPage
{
    private const int SummaryLength = 155;
    private IReadOnlyList<ProductCard> _related = [];
    private ProductDetails? _product;
    private VariantDto? _variant;
    private VendorDetails? _shop;
    private Place? _place;
    private DeliveryEstimate? _estimate;
    private bool _isWaiting;

    [Parameter] public string ProductSlug { get; set; } = "";
    [SupplyParameterFromQuery(Name = "variant")] public string? Sku { get; set; }
    [SupplyParameterFromQuery] public int? Picture { get; set; }
    [CascadingParameter] public HttpContext Http { get; set; } = null!;

    [Inject] private PublicCatalog Catalog { get; set; } = null!;
    [Inject] private RestockClient Restock { get; set; } = null!;
    [Inject] private MeClient Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private IOptions<UrlOptions> Urls { get; set; } = null!;

    private bool IsSignedIn => Http.User.Identity is { IsAuthenticated: true };

    private string Here => Http.Request.Path + Http.Request.QueryString;

    private string TaxText => ((_product!.TaxRate, _product.PriceIncludesTax) switch
    {
        (0, _) => "No tax on this.",
        (var rate, true) => $"{Words.Number(rate)}% {Words.TaxName} included.",
        (var rate, false) => $"{Words.Number(rate)}% {Words.TaxName} comes on top.",
    }) + (_product.TaxVaries ? " That is an estimate: your address decides." : "");

    private string Summary => _product!.Description.ReplaceLineEndings(" ") is { Length: > SummaryLength } text
        ? text[..text.LastIndexOf(' ', SummaryLength)] + "…"
        : _product.Description.ReplaceLineEndings(" ");

    protected override async Task OnInitializedAsync()
    {
        var place = PlaceAsync();
        try
        {
            _product = await Catalog.ProductAsync(ProductSlug);
        }
        catch (ApiException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
            return;
        }

        _variant = _product.Variants.FirstOrDefault(v => v.Sku == Sku)
            ?? _product.Variants.FirstOrDefault(v => v.Available > 0)
            ?? (_product.Variants is [var first, ..] ? first : null);
        var shop = ShopAsync(_product.Vendor.Slug);
        (_place, _related, _shop) = (await place, await Catalog.RelatedAsync(_product.Id), await shop);
        _estimate = _place is { } to && _variant is { } variant && _shop is { OffersDelivery: true } ? await EstimateAsync(to, variant) : null;
        _isWaiting = IsSignedIn && _variant is { Available: 0 } && await IsWaitingAsync(_variant.Id);
    }

    private async Task<bool> IsWaitingAsync(Guid variant)
    {
        try
        {
            return (await Restock.ListAsync(ct: Http.RequestAborted)).Items.Any(a => a.VariantId == variant);
        }
        catch (ApiException)
        {
            return false; // asking again changes nothing
        }
    }

    /// <summary>The place that was chosen, otherwise the address that is used first.</summary>
    private async Task<Place?> PlaceAsync()
    {
        if (Place.Of(Http) is { } chosen || Http.User.Identity is not { IsAuthenticated: true })
        {
            return Place.Of(Http);
        }

        try
        {
            return (await Me.AddressesAsync(Http.RequestAborted)).FirstOrDefault(a => a.IsDefault) is { } first ? new(first.Address.Line1, first.Address.Position) : null;
        }
        catch (ApiException)
        {
            return null; // the page stands without it
        }
    }

    private async Task<DeliveryEstimate?> EstimateAsync(Place to, VariantDto variant)
    {
        try
        {
            return await Catalog.DeliveryAsync(_product!.Vendor.Slug, to.Position, variant.Price.Amount, Http.RequestAborted);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private async Task<VendorDetails?> ShopAsync(string slug)
    {
        try
        {
            return await Catalog.ShopAsync(slug);
        }
        catch (ApiException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            return null; // suspended this moment; the product page stands without it
        }
    }

    private string Href(VariantDto variant, int? picture)
    {
        var image = picture ?? (variant.ImageId is { } id ? _product!.Images.Index().FirstOrDefault(i => i.Item.Id == id).Index : (int?)null);
        return Http.Request.Path
            + QueryString.Create(new Dictionary<string, string?>
            {
                ["variant"] = _product!.Variants.Count > 1 ? variant.Sku : null,
                ["picture"] = image is > 0 ? image.Value.ToString(CultureInfo.InvariantCulture) : null,
            }.Where(p => p.Value is not null));
    }

    private static IEnumerable<AttributeDto> Facts(ProductDetails product, VariantDto variant)
    {
        foreach (var attribute in product.Attributes)
        {
            yield return attribute;
        }

        if (variant.WeightInGrams > 0)
        {
            yield return new("Weight", Words.Weight(variant.WeightInGrams));
        }

        yield return new("Article", variant.Sku);
    }
}
