using System.Net;
using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.Maps;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorStore.Orders;

/// <summary>An order as its buyer follows it; also where the browser comes back to from the payment page.</summary>
public sealed partial class OrderPage
{
    private OrderDetails? _order;
    private OrderPart? _lead;
    private string? _token;
    private string? _refusal;
    private DateTimeOffset _now;

    [Parameter] public string Number { get; set; } = "";
    [SupplyParameterFromQuery(Name = "token")] public string? TokenInLink { get; set; }
    [SupplyParameterFromQuery] public string? Placed { get; set; }
    [CascadingParameter] public HttpContext Http { get; set; } = null!;

    [Inject] private OrdersClient Orders { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsReturn => Http.Request.Path.StartsWithSegments("/checkout/return");
    private bool IsMoving => _order is { } order && !OrderText.IsOver(order.State);
    private string LiveUrl => $"/orders/{Number}/live{TokenQuery}";
    private string TokenQuery => TokenInLink is null ? "" : $"?token={Uri.EscapeDataString(TokenInLink)}";
    private string CancelHref => $"/orders/{Number}/cancel{TokenQuery}";

    protected override async Task OnInitializedAsync()
    {
        _now = Clock.GetUtcNow();
        _token = OrderToken.Of(Http, Number, TokenInLink);
        if (_token is null && Http.User.Identity is not { IsAuthenticated: true })
        {
            Navigation.NavigateTo($"/orders/find?number={Uri.EscapeDataString(Number)}");
            return;
        }

        if (Notice.Take(Http) is { Kind: "refused" } notice)
        {
            _refusal = notice.Text;
        }

        try
        {
            if (IsReturn)
            {
                await ReturnAsync();
                return;
            }

            _order = await Orders.GetAsync(Number, _token);
        }
        catch (ApiException missing) when (missing.Status is HttpStatusCode.NotFound)
        {
            Navigation.NotFound();
            return;
        }

        _lead = _order.Parts
            .Where(p => p.State is not (VendorOrderStates.Delivered or VendorOrderStates.Cancelled or VendorOrderStates.Failed or VendorOrderStates.Returned))
            .OrderByDescending(p => p.State == VendorOrderStates.OutForDelivery)
            .ThenBy(p => p.Tracking?.ArrivesFrom ?? p.ArrivesFrom ?? DateTimeOffset.MaxValue)
            .FirstOrDefault();
    }

    private async Task ReturnAsync()
    {
        if (TokenInLink is not null)
        {
            OrderToken.Remember(Http, Number, TokenInLink);
        }

        var order = await Orders.ReturnFromPaymentAsync(Number, _token);
        var placed = order.State != OrderStates.Pending && order.Payment.State == "COMPLETED" ? "?placed=1" : "";
        Navigation.NavigateTo($"/orders/{Number}{placed}");
    }

    private IReadOnlyList<MapPin> Pins =>
    [
        .. _order!.Parts.Where(p => p.State != VendorOrderStates.Cancelled).Select(p => new MapPin($"shop-{p.Id:N}", PinKind.Shop, p.VendorPosition, p.Vendor.Name, p.Vendor.Hue)),
        .. _order.Address is { } address ? [new MapPin("home", PinKind.Home, address.Position, "You")] : Array.Empty<MapPin>(),
        .. _order.Parts.Where(p => p.Tracking?.Position is not null).Select(p => new MapPin($"rider-{p.Id:N}", PinKind.Rider, p.Tracking!.Position!, p.Tracking.RiderFirstName ?? "Rider", Heading: p.Tracking.HeadingDegrees)),
    ];

    private IReadOnlyList<MapLine> Lines => _order!.Address is not { } address ? [] :
    [
        .. from part in _order.Parts
           where part.Method == FulfilmentMethods.Delivery && part.State is not (VendorOrderStates.Cancelled or VendorOrderStates.Delivered)
           let isOut = part.State == VendorOrderStates.OutForDelivery
           from line in isOut && part.Tracking?.Position is { } at
               ? [new MapLine(LineKind.Done, [part.VendorPosition, at]), new MapLine(LineKind.Route, [at, address.Position])]
               : new[] { new MapLine(LineKind.Idle, [part.VendorPosition, address.Position]) }
           select line,
    ];

    private string MapLabel
    {
        get
        {
            var shops = Words.List([.. _order!.Parts.Where(p => p.State != VendorOrderStates.Cancelled).Select(p => p.Vendor.Name)]);
            var riders = _order.Parts.Where(p => p.Tracking is { Position: not null, RiderFirstName: not null }).Select(p => p.Tracking!.RiderFirstName!).Distinct().ToArray();
            return riders.Length == 0 ? $"Map with {shops} and your address." : $"Map: {Words.List(riders)} between {shops} and your address.";
        }
    }
}
