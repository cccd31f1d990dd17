namespace Marketplace.BlazorAdmin.Shared;

/// <param name="IsMain">One of the four that a phone shows as tabs; the others stand in the menu there.</param>
/// <param name="Others">Addresses below which this item is the current one, too.</param>
/// <remarks><see cref="Right"/> is what somebody needs in the shop, or as an administrator, to be shown it, and everything below it.</remarks>
public sealed record NavItem(string Href, string Title, string Icon, bool IsMain, int Count = 0, string CountWord = "waiting", params string[] Others)
{
    public string? Right { get; init; }

    public bool IsCurrent(string path) => path == Href || Others.Any(o => path == o || path.StartsWith(o + "/", StringComparison.Ordinal));
}
