using System.Net;
using Marketplace.BlazorStore.Carts;
using Marketplace.BlazorStore.Catalog;
using Marketplace.BlazorStore.Hosting;
using Marketplace.BlazorStore.Shell;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Orders;

public sealed partial class CheckoutPage
{
    private CheckoutForm _form = null!;
    private CheckoutErrors _errors = new();
    private IReadOnlyList<SavedAddress> _saved = [];
    private IReadOnlyList<StateOption> _states = [];
    private AddressDto? _address;
    private QuoteDto? _quote;
    private string _payment = "";
    private int _terms;
    private bool _isEmpty;

    [CascadingParameter] public HttpContext Http { get; set; } = null!;

    [Inject] private CheckoutClient Checkout { get; set; } = null!;
    [Inject] private PublicCatalog Catalog { get; set; } = null!;
    [Inject] private MeClient Me { get; set; } = null!;
    [Inject] private LegalClient Legal { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private IOptions<StoreOptions> Store { get; set; } = null!;

    private bool IsSignedIn => Http.User.Identity is { IsAuthenticated: true };

    protected override async Task OnInitializedAsync()
    {
        if (Http.CartToken is null && !IsSignedIn)
        {
            _isEmpty = true;
            return;
        }

        _saved = IsSignedIn ? await Me.AddressesAsync() : [];
        _states = await Catalog.StatesAsync();
        _form = HttpMethods.IsPost(Http.Request.Method)
            ? CheckoutForm.Posted(Http.Request.Form, Store.Value.Region)
            : CheckoutForm.Start(IsSignedIn ? await Me.GetAsync() : null, _saved, Place.Of(Http), Store.Value.TownName, Store.Value.Region);
        _terms = (await Legal.GetAsync(LegalKinds.Terms)).Version;
        await QuoteAsync();
    }

    private async Task QuoteAsync()
    {
        _address = _form.AddressOf(_saved, Store.Value.Country);
        try
        {
            // Fees and times go by the position, tax by the state and the PIN code; what is still missing of the address need not hold them up.
            var known = _address is null ? null : _address with
            {
                Name = "-", Phone = "000000", Line1 = "-", Line2 = null, City = "-", PostalCode = _address.PostalCode.Length == 0 ? "-" : _address.PostalCode, Note = null,
            };
            _quote = await Checkout.QuoteAsync(new(known, Choices()));
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            _isEmpty = Http.CartCount is null or 0;
            return;
        }

        if (_quote.Vendors.Count == 0)
        {
            _isEmpty = _quote.LinesLeftOut == 0;
            _quote = null;
            return;
        }

        var methods = _quote.PaymentMethods;
        _payment = methods.Any(m => m.Method == _form.PaymentMethod && m.IsAvailable)
            ? _form.PaymentMethod
            : methods.FirstOrDefault(m => m.IsAvailable)?.Method ?? "";
    }

    private async Task SubmitAsync()
    {
        if (Http.Request.Form["action"] != "place" || _quote is null)
        {
            return; // the page shows the sums anew
        }

        var needsAddress = _quote.Vendors.Any(v => ChosenFor(v) != FulfilmentMethods.Pickup);
        _errors = CheckoutErrors.Check(_form, needsAddress);
        if (_errors.Any)
        {
            return;
        }

        PlacedOrder placed;
        try
        {
            placed = await Checkout.PlaceOrderAsync(
                new(_form.Contact, needsAddress ? _address! with { Name = _form.Name, Phone = _form.Phone } : null, Choices(), _payment,
                    _form.Notes.Count == 0 ? null : _form.Notes, _form.Fingerprint.Length == 0 ? _quote.Fingerprint : _form.Fingerprint, _form.Gift.Length == 0 ? null : _form.Gift,
                    _form.Terms),
                _form.Key);
        }
        catch (ApiException refused) when ((int)refused.Status < 500 && refused.Status != HttpStatusCode.Unauthorized)
        {
            _errors.Add(refused);
            await QuoteAsync();
            return;
        }

        if (placed.AccessToken is { } token)
        {
            OrderToken.Remember(Http, placed.Number, token);
        }

        if (_form.SaveAddress && IsSignedIn && needsAddress && _form.AddressChoice == CheckoutForm.NewAddress)
        {
            await Me.AddAddressAsync(new(_form.Line1, _address!, _saved.Count == 0));
        }

        if (_address is { } address && needsAddress)
        {
            Place.Remember(Http, address.Line1, address.Position);
        }

        Http.ForgetCart(tokenToo: false);
        Navigation.NavigateTo(placed.PaymentUrl ?? $"/orders/{placed.Number}?placed=1");
    }

    private string? ChosenFor(VendorQuote vendor) =>
        _address is not null || _form.Choices.ContainsKey(vendor.Vendor.Id) ? vendor.ChosenMethod : null;

    private List<FulfilmentChoice> Choices() =>
        [.. _form.Choices.Where(c => c.Value is FulfilmentMethods.Delivery or FulfilmentMethods.Pickup).Select(c => new FulfilmentChoice(c.Key, c.Value))];
}
