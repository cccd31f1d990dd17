using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

/// <summary>Addresses of pages elsewhere, which a public page may show to everybody.</summary>
public static class PartnerLinks
{
    public const int Most = 5;
    public const int MaxLength = 200;

    private static readonly string[] Inner = ["localhost", "local", "internal", "test", "invalid"];

    /// <summary>Each once, in one way of writing. Only https, only names of the public internet, and nobody's password.</summary>
    public static Result<string[]> Read(IReadOnlyList<string> texts)
    {
        List<string> links = [];
        foreach (var text in texts.Select(t => t.Trim()).Where(t => t.Length > 0))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var link) || link.Scheme != Uri.UriSchemeHttps || link.UserInfo.Length > 0 || !link.IsDefaultPort || !IsPublic(link))
            {
                return PartnerErrors.Wrong("links", "Give whole addresses that begin with https://, one in each line.");
            }

            if (link.AbsoluteUri.Length > MaxLength)
            {
                return PartnerErrors.Wrong("links", $"An address has at most {MaxLength} characters.");
            }

            links.Add(link.AbsoluteUri);
        }

        string[] once = [.. links.Distinct(StringComparer.Ordinal)];
        return once.Length <= Most ? once : PartnerErrors.Wrong("links", $"At most {Most} addresses.");
    }

    private static bool IsPublic(Uri link) =>
        link.HostNameType == UriHostNameType.Dns && link.IdnHost.TrimEnd('.').Split('.') is { Length: > 1 } labels && !Inner.Contains(labels[^1], StringComparer.OrdinalIgnoreCase);
}
