namespace Marketplace.BlazorAdmin.Partners;

/// <summary>Addresses as people type them: one in each line.</summary>
internal static class LinkLines
{
    public static IReadOnlyList<string> Read(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static string Write(IReadOnlyList<string> links) => string.Join('\n', links);
}
