using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>Filters live in the address, so that a list can be reloaded, shared and gone back to.</summary>
internal static class PageLinks
{
    /// <summary>The address of this page with another filter, from its first page.</summary>
    public static string Filtered(this NavigationManager navigation, string name, string? value) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = string.IsNullOrWhiteSpace(value) ? null : value, ["page"] = null, ["cursor"] = null });

    public static string OnPage(this NavigationManager navigation, int page) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["page"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture) });
}
