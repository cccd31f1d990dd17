namespace Marketplace.BlazorAdmin.Shared;

/// <param name="IsMain">One of the four that a phone shows as tabs; the others stand in the menu there.</param>
/// <param name="Others">Addresses below which this item is the current one, too.</param>
public sealed record NavItem(string Href, string Title, string Icon, bool IsMain, int Count = 0, string CountWord = "waiting", params string[] Others)
{
    public bool IsCurrent(string path) => path == Href || Others.Any(o => path == o || path.StartsWith(o + "/", StringComparison.Ordinal));
}
