using System.Collections.Frozen;
using System.Text;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>
/// The name by which people find each other and that stands in addresses. Latin letters, digits, dots and underscores, so that no two
/// look alike; upper and lower case are the same name.
/// </summary>
public static class Username
{
    public const int MinLength = 3;
    public const int MaxLength = 30;

    /// <summary>Would pass for the marketplace itself, or for a page of it.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "about", "account", "admin", "administrator", "admins", "anonymous", "api", "apps", "billing", "blog", "cart", "checkout", "contact", "deleted", "developer", "dispatch", "everyone", "feedback",
        "guest", "help", "helpdesk", "home", "identity", "info", "legal", "login", "logout", "mail", "marketplace", "me", "moderator", "nobody", "null", "official", "orders", "owner", "password",
        "payments", "people", "portal", "postmaster", "privacy", "product", "products", "profile", "refunds", "register", "rider", "riders", "root", "search", "security", "seller", "settings", "shop",
        "shops", "signin", "signout", "signup", "staff", "store", "support", "system", "tarapet", "team", "terms", "undefined", "user", "users", "vendor", "vendors", "webmaster", "www",
    ]);

    /// <returns>The name as it is shown; wide and other look-alike forms of a letter have become the letter.</returns>
    public static Result<string> Read(string text)
    {
        if (text.Length > 4 * MaxLength || text.Any(c => char.IsSurrogate(c) || c == '\uFFFE'))
        {
            return ProfileErrors.UnfitUsername; // half a pair and what is no character cannot be normalized
        }

        var name = text.Trim().Normalize(NormalizationForm.FormKC);
        if (name.Length is < MinLength or > MaxLength || !name.All(IsAllowed) || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]) || !name.Any(char.IsAsciiLetter))
        {
            return ProfileErrors.UnfitUsername;
        }

        for (var i = 1; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(name[i]) && !char.IsAsciiLetterOrDigit(name[i - 1]))
            {
                return ProfileErrors.UnfitUsername;
            }
        }

        return Reserved.Contains(KeyOf(name).Replace(".", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal))
            ? ProfileErrors.ReservedUsername
            : name;
    }

    /// <summary>What is unique of a name that was read.</summary>
    public static string KeyOf(string name) => name.ToLowerInvariant();

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_';
}
