using FluentValidation;
using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Carts;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Carts;

public sealed class AddToCartValidator : AbstractValidator<AddToCartRequest>
{
    public AddToCartValidator()
    {
        RuleFor(r => r.VariantId).NotEmpty();
        RuleFor(r => r.Quantity).InclusiveBetween(1, 1000);
    }
}

public sealed class SetQuantityValidator : AbstractValidator<SetQuantityRequest>
{
    public SetQuantityValidator() => RuleFor(r => r.Quantity).InclusiveBetween(0, 1000);
}

public sealed class MergeCartValidator : AbstractValidator<MergeCartRequest>
{
    public MergeCartValidator() => RuleFor(r => r.Token).NotEmpty().MaximumLength(100);
}

/// <summary>Puts units of a variant into the caller's cart, which is made when there is none.</summary>
public sealed class AddToCartHandler(IMarketplaceDb db, CartViews carts, ISettings settings, TimeProvider clock) : IHandler
{
    public async Task<Result<CartDto>> HandleAsync(CartOwner owner, AddToCartRequest request, CancellationToken ct)
    {
        var variant = VariantId.From(request.VariantId);
        var (cart, token) = await carts.OpenAsync(owner, ct);
        var offers = await db.OffersAsync([variant, .. cart.Items.Select(i => i.VariantId)], ct);
        if (!offers.TryGetValue(variant, out var offer) || !offer.IsForSale)
        {
            return CartErrors.NoSuchVariant;
        }

        var max = Math.Min(offer.Available, (await settings.GetAsync(ct)).MaxQuantityPerLine);
        var added = cart.Add(variant, offer.FullName, request.Quantity, offer.Price.Amount, max, clock.GetUtcNow());
        if (!added.IsSuccess)
        {
            return added.Error;
        }

        await db.SaveChangesAsync(ct);
        return await carts.ShowAsync(cart, offers, token, ct);
    }
}

/// <summary>The changes to a cart that is there: quantities, saving for later, accepting prices, clearing.</summary>
public sealed class ChangeCartHandler(IMarketplaceDb db, CartViews carts, ISettings settings, TimeProvider clock) : IHandler
{
    public Task<Result<CartDto>> SetQuantityAsync(CartOwner owner, VariantId variant, int quantity, CancellationToken ct) => ChangeAsync(owner, async (cart, now) =>
    {
        var offers = quantity == 0 ? null : await db.OffersAsync([variant], ct);
        var available = offers is null ? 0 : offers.TryGetValue(variant, out var offer) ? offer.Available : 0;
        return cart.SetQuantity(variant, quantity, Math.Min(available, (await settings.GetAsync(ct)).MaxQuantityPerLine), now);
    }, ct);

    public Task<Result<CartDto>> SaveForLaterAsync(CartOwner owner, VariantId variant, bool isSaved, CancellationToken ct) =>
        ChangeAsync(owner, (cart, now) => Task.FromResult(cart.Save(variant, isSaved, now)), ct);

    public Task<Result<CartDto>> AcceptPricesAsync(CartOwner owner, CancellationToken ct) => ChangeAsync(owner, async (cart, now) =>
    {
        var offers = await db.OffersAsync([.. cart.Items.Select(i => i.VariantId)], ct);
        cart.AcceptPrices(offers.ToDictionary(o => o.Key, o => o.Value.Price.Amount), now);
        return new Done();
    }, ct);

    public Task<Result<CartDto>> ClearAsync(CartOwner owner, CancellationToken ct) => ChangeAsync(owner, (cart, now) =>
    {
        cart.Clear(now);
        return Task.FromResult<Result<Done>>(new Done());
    }, ct);

    private async Task<Result<CartDto>> ChangeAsync(CartOwner owner, Func<Cart, DateTimeOffset, Task<Result<Done>>> change, CancellationToken ct)
    {
        if (await carts.FindAsync(owner, ct) is not { } cart)
        {
            return CartErrors.NoSuchLine;
        }

        var changed = await change(cart, clock.GetUtcNow());
        if (!changed.IsSuccess)
        {
            return changed.Error;
        }

        await db.SaveChangesAsync(ct);
        return await carts.ShowAsync(cart, owner.User is null ? owner.Token : null, ct);
    }
}

/// <summary>At sign-in, a guest's cart joins the user's. A token that is used up or unknown changes nothing.</summary>
public sealed class MergeCartHandler(IMarketplaceDb db, CartViews carts, ISettings settings, TimeProvider clock) : IHandler
{
    public async Task<Result<CartDto>> HandleAsync(CartOwner owner, string token, CancellationToken ct)
    {
        var mine = await carts.FindAsync(owner, ct);
        if (owner.User is { } user && await carts.FindAsync(new(null, token), ct) is { } guest)
        {
            var now = clock.GetUtcNow();
            if (mine is null)
            {
                mine = Cart.Of(user, now);
                db.Carts.Add(mine);
            }

            mine.Merge(guest, (await settings.GetAsync(ct)).MaxQuantityPerLine, now);
            db.Carts.Remove(guest);
            await db.SaveChangesAsync(ct);
        }

        return await carts.ShowAsync(mine, null, ct);
    }
}
