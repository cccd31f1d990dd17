using Marketplace.Application.Media;
using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Carts;

/// <summary>Who holds a cart: a signed-in user, or the guest with this token.</summary>
public sealed record CartOwner(UserId? User, string? Token);

/// <summary>Finds carts, and shows them with the prices and stock of now.</summary>
public sealed class CartViews(IMarketplaceDb db, ISettings settings, MediaUrls media, TownTime town, TimeProvider clock) : IUseCasePart
{
    /// <summary>Compiled once: each step of a checkout begins with one of them.</summary>
    private static readonly Func<DbContext, UserId, CancellationToken, Task<Cart?>> OfUser = EF.CompileAsyncQuery(
        (DbContext db, UserId user, CancellationToken ct) => db.Set<Cart>().SingleOrDefault(c => c.UserId == user));

    private static readonly Func<DbContext, byte[], DateTimeOffset, CancellationToken, Task<Cart?>> OfToken = EF.CompileAsyncQuery(
        (DbContext db, byte[] hash, DateTimeOffset now, CancellationToken ct) => db.Set<Cart>().SingleOrDefault(c => c.TokenHash == hash && c.ExpiresAt > now));

    internal Task<Cart?> FindAsync(CartOwner owner, CancellationToken ct) =>
        owner.User is { } user ? OfUser((DbContext)db, user, ct)
        : Secrets.Hash(owner.Token) is { } hash ? OfToken((DbContext)db, hash, clock.GetUtcNow(), ct)
        : Task.FromResult<Cart?>(null);

    /// <summary>The owner's cart, made when there is none, and the guest's key to it.</summary>
    internal async Task<(Cart Cart, string? Token)> OpenAsync(CartOwner owner, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var token = owner.User is null ? owner.Token : null;
        if (await FindAsync(owner, ct) is { } found)
        {
            return (found, token);
        }

        if (owner.User is null)
        {
            token = Secrets.NewToken(); // an unknown or expired token is never taken over
        }

        var cart = owner.User is { } user ? Cart.Of(user, now) : Cart.OfGuest(Secrets.Hash(token)!, now);
        db.Carts.Add(cart);
        return (cart, token);
    }

    public async Task<CartDto> ShowAsync(CartOwner owner, CancellationToken ct) => await ShowAsync(await FindAsync(owner, ct), owner.User is null ? owner.Token : null, ct);

    internal async Task<CartDto> ShowAsync(Cart? cart, string? token, CancellationToken ct) => cart is null
        ? new(token, 0, [], [], Money.Zero((await settings.GetAsync(ct)).Currency).ToDto(), [])
        : await ShowAsync(cart, await db.OffersAsync([.. cart.Items.Select(i => i.VariantId)], ct), token, ct);

    internal async Task<CartDto> ShowAsync(Cart cart, IReadOnlyDictionary<VariantId, Offer> offers, string? token, CancellationToken ct)
    {
        var rules = await settings.GetAsync(ct);
        var now = clock.GetUtcNow();
        var lines = cart.Items.Where(i => offers.ContainsKey(i.VariantId)).OrderBy(i => i.AddedAt)
            .Select(i => (Item: i, Offer: offers[i.VariantId], Line: Line(i, offers[i.VariantId], rules, now))).ToArray();
        var groups = lines.Where(l => !l.Item.IsSaved).GroupBy(l => l.Offer.Vendor.Id).Select(g => Group(g.First().Offer.Vendor, [.. g.Select(l => l.Line)], rules, now)).ToArray();
        return new(
            token,
            groups.SelectMany(g => g.Lines).Where(l => l.Problem is null).Sum(l => l.Quantity),
            groups,
            [.. lines.Where(l => l.Item.IsSaved).Select(l => l.Line)],
            new(groups.Sum(g => g.Subtotal.Amount), rules.Currency),
            [.. cart.Items.Where(i => !offers.ContainsKey(i.VariantId)).OrderBy(i => i.AddedAt).Select(i => new CartGone(i.VariantId.Value, i.Name))]);
    }

    /// <summary>Why a line cannot be bought as it stands; null when it can.</summary>
    internal string? ProblemOf(int quantity, Offer offer, DateTimeOffset now) =>
        !offer.IsForSale ? LineProblems.Unavailable
        : offer.Available <= 0 ? LineProblems.SoldOut
        : offer.Available < quantity ? LineProblems.NotEnough
        : !offer.Vendor.IsOpenAt(now, town.Zone) ? LineProblems.VendorClosed
        : null;

    private CartLine Line(CartItem item, Offer offer, MarketplaceSettings rules, DateTimeOffset now) => new(
        offer.VariantId.Value, offer.ProductId.Value, offer.ProductSlug, offer.Name, offer.VariantText, media.Image(offer.ImageId, offer.Name),
        offer.Price.ToDto(), offer.CompareAt is { } before ? new MoneyDto(before, offer.Price.Currency) : null,
        item.UnitPrice == offer.Price.Amount ? null : new MoneyDto(item.UnitPrice, offer.Price.Currency),
        item.Quantity, (offer.Price * item.Quantity).ToDto(), Math.Max(0, offer.Available),
        Math.Clamp(offer.Available, 0, rules.MaxQuantityPerLine), ProblemOf(item.Quantity, offer, now));

    private CartGroup Group(Vendor vendor, IReadOnlyList<CartLine> lines, MarketplaceSettings rules, DateTimeOffset now) => new(
        new(vendor.Id.Value, vendor.Slug, vendor.Name, vendor.Hue), vendor.IsOpenAt(now, town.Zone), vendor.OpensAt(now, town.Zone), lines,
        new(lines.Where(l => l.Problem is null).Sum(l => l.Total.Amount), rules.Currency),
        vendor.FreeDeliveryFrom is { } from ? new(from, rules.Currency) : null);
}
