namespace Marketplace.BlazorShared.Design;

/// <summary>Element ids that are the same on every rendering of the same page, so that an update can be matched.</summary>
public static class Slug
{
    public static string Of(string prefix, string text) =>
        $"{prefix}-{string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-')}";
}
