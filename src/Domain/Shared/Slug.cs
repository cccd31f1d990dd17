using System.Globalization;
using System.Text;

namespace Marketplace.Domain.Shared;

/// <summary>The readable part of a URL: lower-case ASCII letters, digits and single hyphens.</summary>
public static class Slug
{
    public const int MaxLength = 96;

    /// <summary>Makes a slug of a name. A name without a Latin letter or digit gives <paramref name="otherwise"/>.</summary>
    public static string From(string name, string otherwise)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormD)) // what is no character cannot be normalized
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && c is not ('\'' or '’') && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        return text switch
        {
            "" => otherwise,
            { Length: > MaxLength } => text[..MaxLength].Trim('-'),
            _ => text,
        };
    }

    /// <summary>The slug itself when it is free, or else with the first number that makes it so.</summary>
    public static string Free(string slug, IReadOnlyCollection<string> taken)
    {
        var free = slug;
        for (var n = 2; taken.Contains(free); n++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"-{n}");
            free = slug[..Math.Min(slug.Length, MaxLength - suffix.Length)] + suffix;
        }

        return free;
    }
}
