using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Carts;

public readonly record struct CartId(Guid Value) : IId<CartId>
{
    public static CartId From(Guid value) => new(value);
}

/// <summary>What a shopper means to buy. It holds no stock and promises no price; both are looked up whenever it is shown.</summary>
public sealed class Cart : AggregateRoot
{
    public const int MaxLines = 100;

    /// <summary>A guest's cart ends so long after the last change; a signed-in shopper's stays.</summary>
    public static readonly TimeSpan GuestLifetime = TimeSpan.FromHours(24);

    private readonly List<CartItem> _items = [];

    private Cart() { } // EF Core

    public override Guid StreamId => Id.Value;
    public CartId Id { get; private init; }
    public UserId? UserId { get; private init; }

    /// <summary>SHA-256 of the guest's token.</summary>
    public byte[]? TokenHash { get; private init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public IReadOnlyList<CartItem> Items => _items;

    public static Cart Of(UserId user, DateTimeOffset now) => new() { Id = CartId.New(), UserId = user, UpdatedAt = now };

    public static Cart OfGuest(byte[] tokenHash, DateTimeOffset now) => new() { Id = CartId.New(), TokenHash = tokenHash, UpdatedAt = now, ExpiresAt = now + GuestLifetime };

    /// <summary>Puts more units of a variant in, up to <paramref name="max"/> altogether.</summary>
    public Result<CartItem> Add(VariantId variant, string name, int quantity, decimal unitPrice, int max, DateTimeOffset now)
    {
        var item = Find(variant);
        if (item is null && _items.Count >= MaxLines)
        {
            return CartErrors.Full;
        }

        if ((item is { IsSaved: false } ? item.Quantity : 0) + quantity > max)
        {
            return CartErrors.TooMany(max);
        }

        if (item is null)
        {
            item = new CartItem(variant, name, quantity, unitPrice, now);
            _items.Add(item);
        }
        else
        {
            item.Change(item.IsSaved ? quantity : item.Quantity + quantity, unitPrice);
            item.Save(false);
        }

        Touch(now);
        Raise(new CartItemAdded(Id, UserId, variant, quantity, now));
        return item;
    }

    /// <param name="quantity">0 removes the line.</param>
    public Result<Done> SetQuantity(VariantId variant, int quantity, int max, DateTimeOffset now)
    {
        if (Find(variant) is not { } item)
        {
            return CartErrors.NoSuchLine;
        }

        if (quantity > max)
        {
            return CartErrors.TooMany(max);
        }

        if (quantity == 0)
        {
            _items.Remove(item);
            Touch(now);
            Raise(new CartItemRemoved(Id, UserId, variant, now));
            return new Done();
        }

        item.Change(quantity, item.UnitPrice);
        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
        return new Done();
    }

    /// <summary>Puts a line aside, or takes it back into the cart.</summary>
    public Result<Done> Save(VariantId variant, bool isSaved, DateTimeOffset now)
    {
        if (Find(variant) is not { } item)
        {
            return CartErrors.NoSuchLine;
        }

        item.Save(isSaved);
        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
        return new Done();
    }

    /// <summary>The shopper has seen the prices of now, and what has none any more because its shop took it out of its range.</summary>
    public void AcceptPrices(IReadOnlyDictionary<VariantId, decimal> prices, DateTimeOffset now)
    {
        _items.RemoveAll(i => !prices.ContainsKey(i.VariantId));
        foreach (var item in _items)
        {
            item.Change(item.Quantity, prices[item.VariantId]);
        }

        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
    }

    /// <summary>Takes over a guest's lines: the larger quantity counts, so that merging twice changes nothing.</summary>
    public void Merge(Cart guest, int max, DateTimeOffset now)
    {
        foreach (var theirs in guest._items)
        {
            if (Find(theirs.VariantId) is { } mine)
            {
                mine.Change(Math.Min(max, Math.Max(mine.Quantity, theirs.Quantity)), theirs.UnitPrice);
                mine.Save(mine.IsSaved && theirs.IsSaved);
            }
            else if (_items.Count < MaxLines)
            {
                _items.Add(new CartItem(theirs.VariantId, theirs.Name, Math.Min(max, theirs.Quantity), theirs.UnitPrice, now));
                _items[^1].Save(theirs.IsSaved);
            }
        }

        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
    }

    /// <summary>Takes out what was ordered; what was saved or could not be had stays.</summary>
    public void TakeOut(IReadOnlyCollection<VariantId> ordered, DateTimeOffset now)
    {
        _items.RemoveAll(i => !i.IsSaved && ordered.Contains(i.VariantId));
        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
    }

    public void Clear(DateTimeOffset now)
    {
        _items.RemoveAll(i => !i.IsSaved);
        Touch(now);
        Raise(new CartUpdated(Id, UserId, now));
    }

    public CartItem? Find(VariantId variant) => _items.FirstOrDefault(i => i.VariantId == variant);

    private void Touch(DateTimeOffset now) => (UpdatedAt, ExpiresAt) = (now, UserId is null ? now + GuestLifetime : null);
}

public sealed class CartItem
{
    public const int NameMaxLength = 300;

    private CartItem() { } // EF Core

    internal CartItem(VariantId variant, string name, int quantity, decimal unitPrice, DateTimeOffset now) =>
        (VariantId, Name, Quantity, UnitPrice, AddedAt) = (variant, name.Length > NameMaxLength ? name[..NameMaxLength] : name, quantity, unitPrice, now);

    public VariantId VariantId { get; private init; }

    /// <summary>What it was called when it was put in, for the day on which its shop has it no more.</summary>
    public string Name { get; private init; } = "";
    public int Quantity { get; private set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value)); }

    /// <summary>The price that the shopper last saw, in the store's currency.</summary>
    public decimal UnitPrice { get; private set; }
    public bool IsSaved { get; private set; }
    public DateTimeOffset AddedAt { get; private init; }

    internal void Change(int quantity, decimal unitPrice) => (Quantity, UnitPrice) = (quantity, unitPrice);

    internal void Save(bool isSaved) => IsSaved = isSaved;
}

[EventName("cart.item_added")]
public sealed record CartItemAdded(CartId CartId, UserId? UserId, VariantId VariantId, int Quantity, DateTimeOffset At) : IDomainEvent;

[EventName("cart.item_removed")]
public sealed record CartItemRemoved(CartId CartId, UserId? UserId, VariantId VariantId, DateTimeOffset At) : IDomainEvent;

[EventName("cart.updated")]
public sealed record CartUpdated(CartId CartId, UserId? UserId, DateTimeOffset At) : IDomainEvent;

[EventName("cart.abandoned")]
public sealed record CartAbandoned(CartId CartId, UserId? UserId, int Lines, DateTimeOffset At) : IDomainEvent;

public static class CartErrors
{
    public static Error NoSuchLine { get; } = new(ErrorKind.NotFound, "cart.no_such_line", "That is not in the cart.");
    public static Error NoSuchVariant { get; } = new(ErrorKind.NotFound, "cart.no_such_variant", "This product is not for sale.", "variantId");
    public static Error SoldOut { get; } = new(ErrorKind.Conflict, "cart.sold_out", "This has just sold out.", "quantity");
    public static Error Full { get; } = new(ErrorKind.Conflict, "cart.full", $"A cart holds {Cart.MaxLines} different things at most.");

    public static Error TooMany(int max) => max <= 0
        ? SoldOut
        : new(ErrorKind.Conflict, "cart.too_many", $"You can have {max} of these at most right now.", "quantity");
}
