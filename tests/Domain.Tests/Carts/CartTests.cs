using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Carts;

public sealed class CartTests
{
    private const int Max = 20;
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly VariantId[] Shelf = [.. Enumerable.Range(0, 5).Select(_ => VariantId.New())];
    private readonly Cart _cart = Cart.Of(UserId.New(), Now);

    [Fact]
    public void Holds_as_many_as_there_may_be_and_no_more()
    {
        Assert.True(_cart.Add(Shelf[0], "Rice", 15, 10, Max, Now).IsSuccess);

        Assert.Equal("cart.too_many", _cart.Add(Shelf[0], "Rice", 6, 10, Max, Now).Error?.Code);
        Assert.Equal("cart.too_many", _cart.SetQuantity(Shelf[0], 21, Max, Now).Error?.Code);
        Assert.Equal("cart.sold_out", _cart.SetQuantity(Shelf[0], 1, 0, Now).Error?.Code);
        Assert.Equal("cart.no_such_line", _cart.SetQuantity(Shelf[1], 1, Max, Now).Error?.Code);
        Assert.Equal(15, _cart.Find(Shelf[0])!.Quantity);
        Assert.True(_cart.Add(Shelf[0], "Rice", 5, 12, Max, Now).IsSuccess);
        Assert.Equal((20, 12m), (_cart.Find(Shelf[0])!.Quantity, _cart.Find(Shelf[0])!.UnitPrice));
    }

    [Fact]
    public void Holds_a_hundred_different_things()
    {
        for (var i = 0; i < Cart.MaxLines; i++)
        {
            Assert.True(_cart.Add(VariantId.New(), "Rice", 1, 1, Max, Now).IsSuccess);
        }

        Assert.Equal("cart.full", _cart.Add(VariantId.New(), "Rice", 1, 1, Max, Now).Error?.Code);
        Assert.True(_cart.Add(_cart.Items[0].VariantId, "Rice", 1, 1, Max, Now).IsSuccess);
        _cart.Merge(Guest((VariantId.New(), 1)), Max, Now);
        Assert.Equal(Cart.MaxLines, _cart.Items.Count);
    }

    [Fact]
    public void Setting_nothing_takes_a_line_out()
    {
        _cart.Add(Shelf[0], "Rice", 2, 10, Max, Now);

        Assert.True(_cart.SetQuantity(Shelf[0], 0, 0, Now).IsSuccess);

        Assert.Empty(_cart.Items);
        Assert.Single(_cart.TakeEvents().OfType<CartItemRemoved>());
    }

    [Fact]
    public void Accepting_prices_changes_nothing_but_prices()
    {
        _cart.Add(Shelf[0], "Rice", 2, 10, Max, Now);
        _cart.Add(Shelf[1], "Rice", 3, 20, Max, Now);
        _cart.Save(Shelf[1], true, Now);

        _cart.AcceptPrices(new Dictionary<VariantId, decimal> { [Shelf[0]] = 11, [Shelf[1]] = 19 }, Now);

        Assert.Equal([(2, 11m, false), (3, 19m, true)], _cart.Items.Select(i => (i.Quantity, i.UnitPrice, i.IsSaved)));
    }

    [Fact]
    public void Accepting_lets_go_of_what_is_gone_whose_name_is_known_until_then()
    {
        _cart.Add(Shelf[0], "Rice", 2, 10, Max, Now);
        _cart.Add(Shelf[1], "Dal", 3, 20, Max, Now);
        Assert.Equal("Dal", _cart.Find(Shelf[1])!.Name);

        _cart.AcceptPrices(new Dictionary<VariantId, decimal> { [Shelf[0]] = 10 }, Now);

        Assert.Equal(Shelf[0], Assert.Single(_cart.Items).VariantId);
    }

    [Fact]
    public void A_saved_line_comes_back_when_it_is_put_in_again_and_not_before()
    {
        _cart.Add(Shelf[0], "Rice", 5, 10, Max, Now);
        _cart.Save(Shelf[0], true, Now);
        _cart.SetQuantity(Shelf[0], 4, Max, Now);
        Assert.True(_cart.Find(Shelf[0])!.IsSaved);

        _cart.Add(Shelf[0], "Rice", 2, 10, Max, Now);

        Assert.Equal((2, false), (_cart.Find(Shelf[0])!.Quantity, _cart.Find(Shelf[0])!.IsSaved));
    }

    [Fact]
    public void What_was_ordered_leaves_and_what_was_saved_stays()
    {
        _cart.Add(Shelf[0], "Rice", 1, 10, Max, Now);
        _cart.Add(Shelf[1], "Rice", 1, 10, Max, Now);
        _cart.Add(Shelf[2], "Rice", 1, 10, Max, Now);
        _cart.Save(Shelf[1], true, Now);

        _cart.TakeOut([Shelf[0], Shelf[1]], Now);

        Assert.Equal([Shelf[1], Shelf[2]], _cart.Items.Select(i => i.VariantId));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    public void A_merged_line_is_saved_only_when_it_was_on_both_sides(bool mine, bool theirs, bool merged)
    {
        _cart.Add(Shelf[0], "Rice", 2, 10, Max, Now);
        _cart.Save(Shelf[0], mine, Now);
        var guest = Guest((Shelf[0], 3));
        guest.Save(Shelf[0], theirs, Now);

        _cart.Merge(guest, Max, Now);

        Assert.Equal((3, merged), (_cart.Items[0].Quantity, _cart.Items[0].IsSaved));
    }

    [Fact]
    public void Merging_takes_the_larger_of_each_never_too_many_and_twice_changes_nothing() => Properties.HoldsFor(
        Lines.SelectMany(mine => Lines.SelectMany(theirs => Gen.Choose(1, Max).Select(max => (Mine: mine, Theirs: theirs, Max: max)))), c =>
        {
            var (cart, guest) = (Guest([.. c.Mine]), Guest([.. c.Theirs]));
            var before = cart.Items.ToDictionary(i => i.VariantId, i => i.Quantity);

            cart.Merge(guest, c.Max, Now);
            var once = cart.Items.Select(i => (i.VariantId, i.Quantity, i.IsSaved)).ToArray();
            cart.Merge(guest, c.Max, Now);

            Assert.Equal(once, cart.Items.Select(i => (i.VariantId, i.Quantity, i.IsSaved)));
            Assert.Equal(before.Keys.Union(guest.Items.Select(i => i.VariantId)).ToHashSet(), cart.Items.Select(i => i.VariantId).ToHashSet());
            foreach (var theirs in guest.Items)
            {
                var expected = Math.Min(c.Max, Math.Max(before.GetValueOrDefault(theirs.VariantId), theirs.Quantity));
                Assert.Equal(expected, cart.Find(theirs.VariantId)!.Quantity);
            }
        });

    [Fact]
    public void A_guests_cart_lives_a_day_from_its_last_change()
    {
        var guest = Cart.OfGuest([1], Now);
        guest.Add(Shelf[0], "Rice", 1, 10, Max, Now.AddHours(5));

        Assert.Equal(Now.AddHours(29), guest.ExpiresAt);
        _cart.Add(Shelf[0], "Rice", 1, 10, Max, Now);
        Assert.Null(_cart.ExpiresAt);
    }

    private static Gen<IReadOnlyList<(VariantId, int)>> Lines =>
        Gen.Choose(0, Shelf.Length - 1).SelectMany(place => Gen.Choose(1, Max).Select(quantity => (Shelf[place], quantity))).ListOf(0, 5)
            .Select(IReadOnlyList<(VariantId, int)> (lines) => [.. lines.DistinctBy(l => l.Item1)]);

    private static Cart Guest(params (VariantId Variant, int Quantity)[] lines)
    {
        var cart = Cart.OfGuest([1], Now);
        foreach (var (variant, quantity) in lines)
        {
            Assert.True(cart.Add(variant, "Rice", quantity, 10, Max, Now).IsSuccess);
        }

        return cart;
    }
}
