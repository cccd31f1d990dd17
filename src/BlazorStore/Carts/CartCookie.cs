using System.Globalization;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Carts;

namespace Marketplace.BlazorStore.Carts;

/// <summary>
/// The guest's key to the cart, which scripts cannot read, and the number on the cart's icon, so that no page has to ask for it.
/// </summary>
internal static class CartCookie
{
    public const string Token = "cart";
    private const string Count = "cart_count";
    private const string Counted = "cart_counted";
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>A signed-in shopper's cart changes in other browsers too, so the number is asked for again now and then.</summary>
    private static readonly TimeSpan CountLifeSignedIn = TimeSpan.FromMinutes(5);

    extension(HttpContext http)
    {
        public string? CartToken => http.ReadCookie(Token) is { Length: > 0 and <= 200 } token ? token : null;

        /// <summary>What the icon shows; null when this browser does not know.</summary>
        public int? CartCount => http.Items[Count] as int?
            ?? (int.TryParse(http.ReadCookie(Count), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 9_999) : null);

        /// <summary>For the icon, which is drawn while a page still asks for the cart.</summary>
        public void WhenCartIsCounted(Action tell) => http.Items[Counted] = tell;

        public CartDto Remember(CartDto cart)
        {
            if (cart.Token is { } token && token != http.CartToken)
            {
                http.WriteCookie(Token, token, Life);
            }

            if (http.CartCount != cart.ItemCount)
            {
                http.WriteCookie(Count, cart.ItemCount.ToString(CultureInfo.InvariantCulture), http.User.Identity is { IsAuthenticated: true } ? CountLifeSignedIn : Life);
            }

            http.Items[Count] = cart.ItemCount;
            (http.Items[Counted] as Action)?.Invoke();
            return cart;
        }

        /// <summary>After an order, after signing out, or after the guest's cart became the user's.</summary>
        public void ForgetCart(bool tokenToo)
        {
            http.DropCookie(Count);
            http.Items[Count] = 0;
            if (tokenToo)
            {
                http.DropCookie(Token);
            }
        }
    }
}
