using System.Text;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Catalog;

internal static class BrandSlug
{
    /// <summary>Two spellings of one brand have one slug. A name without Latin letters is told by its bytes.</summary>
    public static string Of(string name)
    {
        var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name.Trim()));
        return Slug.From(name, bytes[..Math.Min(bytes.Length, Slug.MaxLength)]);
    }
}
