using System.Globalization;
using Marketplace.Contracts.Carts;

namespace Marketplace.BlazorStore.Carts;

/// <summary>
/// The guest's key to the cart, which scripts cannot read, and the number on the cart's icon, so that no page has to ask for it.
/// </summary>
internal static class CartCookie
{
    public const string Token = "cart";
    private const string Count = "cart_count";
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    extension(HttpContext http)
    {
        public string? CartToken => http.Request.Cookies[Token] is { Length: > 0 and <= 200 } token ? token : null;

        /// <summary>What the icon shows; null when this browser does not know.</summary>
        public int? CartCount => http.Items[Count] as int?
            ?? (int.TryParse(http.Request.Cookies[Count], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 9_999) : null);

        public CartDto Remember(CartDto cart)
        {
            if (cart.Token is { } token && token != http.CartToken)
            {
                http.Response.Cookies.Append(Token, token, Options(http, Life));
            }

            if (http.CartCount != cart.ItemCount)
            {
                http.Response.Cookies.Append(Count, cart.ItemCount.ToString(CultureInfo.InvariantCulture), Options(http, Life));
            }

            http.Items[Count] = cart.ItemCount;
            return cart;
        }

        /// <summary>After an order, after signing out, or after the guest's cart became the user's.</summary>
        public void ForgetCart(bool tokenToo)
        {
            http.Response.Cookies.Delete(Count, Options(http, null));
            http.Items[Count] = 0;
            if (tokenToo)
            {
                http.Response.Cookies.Delete(Token, Options(http, null));
            }
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
