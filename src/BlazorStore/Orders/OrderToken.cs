using Marketplace.BlazorStore.Hosting;

namespace Marketplace.BlazorStore.Orders;

/// <summary>A guest's key to an order: in the link that was mailed, or in a cookie of the browser that placed it.</summary>
internal static class OrderToken
{

    public static string? Of(HttpContext http, string number, string? fromLink) =>
        !string.IsNullOrWhiteSpace(fromLink) ? fromLink : IsNumber(number) ? http.Request.Cookies[NameOf(http, number)] : null;

    public static void Remember(HttpContext http, string number, string token)
    {
        if (IsNumber(number))
        {
            http.Response.Cookies.Append(NameOf(http, number), token, new()
            {
                HttpOnly = true, IsEssential = true, MaxAge = TimeSpan.FromDays(30), Path = "/orders", SameSite = SameSiteMode.Lax, Secure = http.IsSiteHttps,
            });
        }
    }

    /// <summary>Sent to the pages of orders only, because there may be many; so it cannot have the prefix that binds to the host.</summary>
    private static string NameOf(HttpContext http, string number) => (http.IsSiteHttps ? "__Secure-order_" : "order_") + number;

    private static bool IsNumber(string number) => number.Length is > 0 and <= 40 && number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
