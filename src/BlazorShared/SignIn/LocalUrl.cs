namespace Marketplace.BlazorShared.SignIn;

/// <summary>Addresses that stay on this host. Everything that redirects to a given address asks here first.</summary>
public static class LocalUrl
{
    private const int MaxLength = 8 * 1024;

    /// <summary>A path from the root in printable ASCII, which no browser can read as another host.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] and { Length: <= MaxLength }
        && !url.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !url.Contains('\\')
        && (url.Length == 1 || url[1] != '/')
        && !HidesSlashOrControl(url);

    public static string OrRoot(string? url) => Or(url, "/");

    public static string Or(string? url, string otherwise) => IsLocal(url) ? url! : otherwise;

    /// <summary>An escaped slash, backslash or control character at the front, which a proxy might unescape.</summary>
    private static bool HidesSlashOrControl(string url)
    {
        var path = url.Split('?', '#')[0];
        var plain = Uri.UnescapeDataString(path);
        return plain.Contains('\\') || plain.Contains("//", StringComparison.Ordinal) || plain.Any(char.IsControl) || plain.Contains('@');
    }
}
