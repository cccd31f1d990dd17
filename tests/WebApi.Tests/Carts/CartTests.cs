using System.Net;
using Marketplace.Application.Orders;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Carts;

/// <summary>Carts over HTTP: what signing in does to a guest's, what is put aside, and what becomes of one that is forgotten.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class CartTests(MarketplaceApp app)
{
    private static readonly int Most = MarketplaceSettings.Defaults().MaxQuantityPerLine;

    [Fact]
    public async Task At_sign_in_the_larger_number_counts_and_what_is_new_comes_along()
    {
        var (both, theirs, mine) = (await app.OpenStallAsync(), await app.OpenStallAsync(), await app.OpenStallAsync());
        var user = SignedIn();
        await user.AddAsync(new(both.Variant.Value, 2));
        await user.AddAsync(new(mine.Variant.Value, 1));
        var guest = await GuestAsync((both, 5), (theirs, 3));

        var merged = await user.MergeAsync(guest);

        Assert.Equal([(both.Variant.Value, 5), (mine.Variant.Value, 1), (theirs.Variant.Value, 3)], Quantities(merged).OrderBy(l => l.Variant == both.Variant.Value ? 0 : l.Variant == mine.Variant.Value ? 1 : 2));
        Assert.Equal(9, merged.ItemCount);
        Assert.Null(merged.Token);
        Assert.Equal(0, (await new CartClient(app.Guest(guest)).GetAsync()).ItemCount); // the guest's is gone
        Assert.Equal(9, (await user.MergeAsync(guest)).ItemCount); // twice is once
        Assert.Equal(9, (await user.MergeAsync("nobody's")).ItemCount);
    }

    [Fact]
    public async Task Joined_carts_hold_no_more_of_one_thing_than_an_order_may()
    {
        var stall = await app.OpenStallAsync(stock: Most * 3);
        await using (var db = app.OpenDb())
        {
            var cart = Cart.OfGuest(Application.Shared.Secrets.Hash("a guest who had more " + stall.Variant.Value)!, TimeProvider.System.GetUtcNow());
            cart.Add(stall.Variant, "Mangoes", Most + 7, 100, Most + 7, TimeProvider.System.GetUtcNow()); // when more were allowed
            db.Add(cart);
            await db.SaveChangesAsync();
        }

        var merged = await SignedIn().MergeAsync("a guest who had more " + stall.Variant.Value);

        Assert.Equal(Most, Assert.Single(Quantities(merged)).Units);
        Assert.Equal("cart.too_many", (await Refusal(() => SignedIn().AddAsync(new(stall.Variant.Value, Most + 1)))).Code);
    }

    [Fact]
    public async Task A_joined_line_that_others_bought_away_says_so_and_does_not_count()
    {
        var stall = await app.OpenStallAsync(stock: 5);
        var guest = await GuestAsync((stall, 4));
        await Street.BuyAsync(await app.GuestWithAsync((stall, 3)), PaymentMethods.Cash);

        var user = SignedIn();
        var merged = await user.MergeAsync(guest);

        var line = Assert.Single(Assert.Single(merged.Groups).Lines);
        Assert.Equal((4, 2, LineProblems.NotEnough), (line.Quantity, line.Available, line.Problem));
        Assert.Equal((0, 0m), (merged.ItemCount, merged.Subtotal.Amount));
        await Street.BuyAsync(await app.GuestWithAsync((stall, 2)), PaymentMethods.Cash);
        Assert.Equal(LineProblems.SoldOut, Assert.Single(Assert.Single((await user.GetAsync()).Groups).Lines).Problem);
    }

    [Fact]
    public async Task What_is_put_aside_is_not_bought_and_comes_back()
    {
        var (stays, aside) = (await app.OpenStallAsync(price: 100), await app.OpenStallAsync(price: 40));
        var cart = SignedIn();
        await cart.AddAsync(new(stays.Variant.Value, 1));
        await cart.AddAsync(new(aside.Variant.Value, 2));

        var saved = await cart.SaveForLaterAsync(aside.Variant.Value);
        Assert.Equal((1, 100m, aside.Variant.Value), (saved.ItemCount, saved.Subtotal.Amount, Assert.Single(saved.SavedForLater).VariantId));
        Assert.Single((await cart.ClearAsync()).SavedForLater);
        var back = await cart.MoveToCartAsync(aside.Variant.Value);
        Assert.Equal((2, 80m), (back.ItemCount, back.Subtotal.Amount));
        Assert.Empty(back.SavedForLater);
        Assert.Equal("cart.no_such_line", (await Refusal(() => cart.SaveForLaterAsync(stays.Variant.Value))).Code);
    }

    [Fact]
    public async Task What_a_guest_wants_now_is_not_put_aside_by_signing_in()
    {
        var stall = await app.OpenStallAsync();
        var user = SignedIn();
        await user.AddAsync(new(stall.Variant.Value, 1));
        await user.SaveForLaterAsync(stall.Variant.Value);

        var merged = await user.MergeAsync(await GuestAsync((stall, 2)));

        Assert.Empty(merged.SavedForLater);
        Assert.Equal(2, merged.ItemCount);
    }

    [Fact]
    public async Task A_guests_cart_that_is_forgotten_ends_and_is_counted_as_abandoned()
    {
        var stall = await app.OpenStallAsync();
        var (forgotten, kept, user) = (await GuestAsync((stall, 2)), await GuestAsync((stall, 1)), SignedIn());
        await user.AddAsync(new(stall.Variant.Value, 3));
        var id = await IdOfAsync(forgotten);
        await using (var db = app.OpenDb())
        {
            await db.Set<Cart>().Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, TimeProvider.System.GetUtcNow().AddSeconds(-1)));
        }

        Assert.Equal(0, (await new CartClient(app.Guest(forgotten)).GetAsync()).ItemCount); // at once, whoever sweeps later
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SweepOrdersHandler>().EndForgottenCartsAsync(CancellationToken.None);
        }

        await using (var db = app.OpenDb())
        {
            Assert.False(await db.Set<Cart>().AnyAsync(c => c.Id == id));
        }

        var abandoned = Assert.Single(await app.RaisedAsync<CartAbandoned>(), e => e.CartId == id);
        Assert.Equal((1, null), (abandoned.Lines, abandoned.UserId));
        Assert.Equal((1, 3), ((await new CartClient(app.Guest(kept)).GetAsync()).ItemCount, (await user.GetAsync()).ItemCount));
    }

    [Fact]
    public async Task A_token_opens_one_cart_and_no_other()
    {
        var stall = await app.OpenStallAsync();
        var mine = await GuestAsync((stall, 2));

        Assert.Equal(0, (await new CartClient(app.Guest()).GetAsync()).ItemCount);
        Assert.Equal(0, (await SignedIn().GetAsync()).ItemCount);
        var taken = await new CartClient(app.Guest("made up")).AddAsync(new(stall.Variant.Value, 1));
        Assert.NotEqual("made up", taken.Token); // nobody chooses their own
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => new CartClient(app.Guest(taken.Token)).SetQuantityAsync(Guid.CreateVersion7(), 1))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refusal(() => new CartClient(app.Guest()).MergeAsync(mine))).Status);
        Assert.Equal(2, (await new CartClient(app.Guest(mine)).GetAsync()).ItemCount);
    }

    private CartClient SignedIn() => new(app.SignedInAs(UserId.New()));

    private async Task<string> GuestAsync(params (Stall Stall, int Units)[] lines) => (await app.GuestWithAsync(lines)).DefaultRequestHeaders.GetValues(ApiHttp.CartToken).Single();

    private async Task<CartId> IdOfAsync(string token)
    {
        var hash = Application.Shared.Secrets.Hash(token)!;
        await using var db = app.OpenDb();
        return await db.Set<Cart>().Where(c => c.TokenHash == hash).Select(c => c.Id).SingleAsync();
    }

    private static IEnumerable<(Guid Variant, int Units)> Quantities(CartDto cart) => cart.Groups.SelectMany(g => g.Lines).Select(l => (l.VariantId, l.Quantity));

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
