using Microsoft.AspNetCore.Http;

namespace Marketplace.BlazorShared.Design;

/// <summary>
/// Light, dark or as the system has it, in a cookie, so that the server draws it and nothing flashes. What the person's account knows
/// of is marked; a choice without the mark was made on this device since.
/// </summary>
public static class ThemeCookie
{
    public const string Name = "theme";

    /// <summary>As long as it is there, the account's choice is not asked for again: a page a second must not cost two requests a second.</summary>
    private const string Looked = "theme-looked";

    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(10);
    private const string AsSystem = "system";
    private const string Mark = ".kept";

    public static bool IsTheme(string? text) => text is AsSystem or "light" or "dark";

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public static string Of(HttpContext http) => http.Items[Name] as string ?? Unmarked(http) ?? AsSystem;

    /// <summary>For the root of a page; null leaves it to the system.</summary>
    public static string? DataTheme(HttpContext http) => Of(http) is var theme and not AsSystem ? theme : null;

    public static bool IsKept(HttpContext http) => http.Request.Cookies[Name]?.EndsWith(Mark, StringComparison.Ordinal) == true;

    /// <summary>What was chosen on this device and nowhere else.</summary>
    public static string? Fresh(HttpContext http) => IsKept(http) ? null : Unmarked(http);

    /// <summary>Whether the account's choice is known to this device as it was seconds ago.</summary>
    public static bool HasLooked(HttpContext http, bool isHttps) => IsKept(http) && http.Request.Cookies.ContainsKey(LookedName(isHttps));

    public static void Look(HttpContext http, bool isHttps) => http.Response.Cookies.Append(LookedName(isHttps), "1", new()
    {
        IsEssential = true, MaxAge = LooksEvery, Path = "/", SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = isHttps,
    });

    public static void Write(HttpContext http, string theme, bool isKept, bool isHttps)
    {
        http.Items[Name] = theme;
        http.Response.Cookies.Append(Name, isKept ? theme + Mark : theme, new()
        {
            IsEssential = true, MaxAge = TimeSpan.FromDays(365), Path = "/", SameSite = SameSiteMode.Lax, Secure = isHttps,
        });
    }

    private static string LookedName(bool isHttps) => isHttps ? $"__Host-{Looked}" : Looked;

    private static string? Unmarked(HttpContext http) => http.Request.Cookies[Name]?.Replace(Mark, "", StringComparison.Ordinal) is var theme && IsTheme(theme) ? theme : null;
}
