using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Carts;

/// <summary>Why a line is not part of the order as it stands.</summary>
public static class LineProblems
{
    /// <summary>There is none left.</summary>
    public const string SoldOut = "sold_out";

    /// <summary>There are fewer than the cart asks for.</summary>
    public const string NotEnough = "not_enough_stock";

    /// <summary>It is not on sale now.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Its shop takes no orders now.</summary>
    public const string VendorClosed = "vendor_not_taking_orders";
}

/// <param name="CompareAt">What it cost before, when it is on offer.</param>
/// <param name="PriceWas">The price when it was added, if it has changed since.</param>
/// <param name="Total">For all units, at the price of now.</param>
/// <param name="Available">Units that can be bought now.</param>
/// <param name="MaxQuantity">The smaller of what is available and what one order may hold.</param>
/// <param name="Problem">One of <see cref="LineProblems"/>; such a line is not counted.</param>
public sealed record CartLine(
    Guid VariantId, Guid ProductId, string ProductSlug, string Name, string? VariantText, ImageDto? Image, MoneyDto UnitPrice, MoneyDto? CompareAt,
    MoneyDto? PriceWas, int Quantity, MoneyDto Total, int Available, int MaxQuantity, string? Problem);

/// <param name="IsOpen">The shop takes orders now.</param>
/// <param name="OpensAt">When it opens next, if it is closed now.</param>
/// <param name="Lines">What the cart holds of this shop.</param>
/// <param name="Subtotal">Of the lines without a problem, without delivery.</param>
/// <param name="FreeDeliveryFrom">Goods of this shop worth so much are brought free; null when never.</param>
public sealed record CartGroup(VendorChip Vendor, bool IsOpen, DateTimeOffset? OpensAt, IReadOnlyList<CartLine> Lines, MoneyDto Subtotal, MoneyDto? FreeDeliveryFrom);

/// <summary>Something that its shop does not have in its range any more. It stays named until the shopper accepts that, as new prices do.</summary>
public sealed record CartGone(Guid VariantId, string Name);

/// <param name="Token">A guest's key to this cart: keep it in a cookie and send it as <c>X-Cart</c>. Null for a signed-in user.</param>
/// <param name="ItemCount">Units in lines without a problem.</param>
/// <param name="Groups">The cart, shop by shop.</param>
/// <param name="SavedForLater">Set aside: not counted, and not ordered.</param>
/// <param name="Subtotal">Of all lines without a problem, without delivery.</param>
/// <param name="Gone">What its shop has taken out of its range since.</param>
public sealed record CartDto(string? Token, int ItemCount, IReadOnlyList<CartGroup> Groups, IReadOnlyList<CartLine> SavedForLater, MoneyDto Subtotal, IReadOnlyList<CartGone> Gone);

/// <param name="Quantity">Units to add: 1 to 1,000.</param>
public sealed record AddToCartRequest(Guid VariantId, int Quantity);

/// <param name="Quantity">0 removes the line.</param>
public sealed record SetQuantityRequest(int Quantity);

/// <summary>What of an order could not be put into the cart again, or not all of it.</summary>
/// <param name="Wanted">Units that were ordered then.</param>
/// <param name="InCart">Units that are in the cart now.</param>
/// <param name="Problem">One of <see cref="LineProblems"/>.</param>
public sealed record ReorderMiss(string Name, string? VariantText, int Wanted, int InCart, string Problem);

/// <param name="Cart">The cart as it is now.</param>
/// <param name="Misses">What could not be had, or not all of it; empty when all is there.</param>
public sealed record ReorderResult(CartDto Cart, IReadOnlyList<ReorderMiss> Misses);

/// <param name="Token">The guest's: what was sent as <c>X-Cart</c>.</param>
public sealed record MergeCartRequest(string Token);

/// <summary>The caller's cart: the signed-in user's, or the guest's whose token is sent as <c>X-Cart</c>.</summary>
public sealed class CartClient(HttpClient http)
{
    private const string Root = "api/v1/cart";

    public Task<CartDto> GetAsync(CancellationToken ct = default) => http.GetAsync<CartDto>(Root, ct);
    public Task<CartDto> AddAsync(AddToCartRequest request, CancellationToken ct = default) => http.PostAsync<CartDto>($"{Root}/items", request, ct);
    public Task<CartDto> SetQuantityAsync(Guid variantId, int quantity, CancellationToken ct = default) => http.PutAsync<CartDto>($"{Root}/items/{variantId}", new SetQuantityRequest(quantity), ct);
    public Task<CartDto> RemoveAsync(Guid variantId, CancellationToken ct = default) => http.DeleteAsync<CartDto>($"{Root}/items/{variantId}", ct);
    public Task<CartDto> SaveForLaterAsync(Guid variantId, CancellationToken ct = default) => http.PostAsync<CartDto>($"{Root}/items/{variantId}/save-for-later", null, ct);
    public Task<CartDto> MoveToCartAsync(Guid variantId, CancellationToken ct = default) => http.PostAsync<CartDto>($"{Root}/items/{variantId}/move-to-cart", null, ct);

    /// <summary>Accepts the new prices and what is gone, so that the notices go away.</summary>
    public Task<CartDto> AcceptPricesAsync(CancellationToken ct = default) => http.PostAsync<CartDto>($"{Root}/accept-prices", null, ct);
    public Task<CartDto> ClearAsync(CancellationToken ct = default) => http.DeleteAsync<CartDto>(Root, ct);

    /// <summary>Adds a guest's cart to the signed-in user's and forgets the guest's.</summary>
    public Task<CartDto> MergeAsync(string token, CancellationToken ct = default) => http.PostAsync<CartDto>($"{Root}/merge", new MergeCartRequest(token), ct);
}
