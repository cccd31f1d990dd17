namespace Marketplace.BlazorStore.Orders;

/// <summary>A guest's key to an order: in the link that was mailed, or in a cookie of the browser that placed it.</summary>
internal static class OrderToken
{
    private const string Prefix = "order_";

    public static string? Of(HttpContext http, string number, string? fromLink) =>
        !string.IsNullOrWhiteSpace(fromLink) ? fromLink : IsNumber(number) ? http.Request.Cookies[Prefix + number] : null;

    public static void Remember(HttpContext http, string number, string token)
    {
        if (IsNumber(number))
        {
            http.Response.Cookies.Append(Prefix + number, token, new()
            {
                HttpOnly = true, IsEssential = true, MaxAge = TimeSpan.FromDays(30), Path = "/orders", SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps,
            });
        }
    }

    private static bool IsNumber(string number) => number.Length is > 0 and <= 40 && number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
