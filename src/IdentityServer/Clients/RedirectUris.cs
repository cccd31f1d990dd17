using System.Net;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Where a code may be sent: exactly the registered address, character for character (RFC 9700, 2.1).</summary>
internal static class RedirectUris
{
    /// <summary>The one exception: an app on the user's device opens a port that nobody can know beforehand (RFC 8252, 7.3).</summary>
    public static bool IsRegistered(Client client, string uri) =>
        client.RedirectUris.Contains(uri, StringComparer.Ordinal)
        || (client.IsNative && client.RedirectUris.Exists(registered => DiffersOnlyInLoopbackPort(registered, uri)));

    public static void EnsureRegistrable(Client client)
    {
        foreach (var uri in client.RedirectUris.Concat(client.PostLogoutRedirectUris))
        {
            if (WhyNot(uri) is { } reason)
            {
                throw new InvalidOperationException($"Client {client.Id}: {reason}");
            }
        }
    }

    /// <returns>Null when the address may be registered.</returns>
    public static string? WhyNot(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "a redirect address must be absolute and plain ASCII.";
        }

        if (text.Contains('#') || text.Contains('*') || text.Contains('\\') || uri.UserInfo.Length > 0)
        {
            return "a redirect address has no fragment, wildcard, backslash or user name.";
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)))
        {
            return "a redirect address is https, or http on this machine.";
        }

        return uri.Query.TrimStart('?').Split('&').Any(p => p.Split('=')[0] == "iss")
            ? "a redirect address must not bring its own iss parameter."
            : null;
    }

    private static bool DiffersOnlyInLoopbackPort(string registered, string uri)
    {
        foreach (var host in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]"])
        {
            if (registered.StartsWith(host, StringComparison.Ordinal) && uri.StartsWith(host, StringComparison.Ordinal))
            {
                return TryWithoutPort(registered[host.Length..], out var a) && TryWithoutPort(uri[host.Length..], out var b) && a == b;
            }
        }

        return false;
    }

    private static bool TryWithoutPort(string rest, out string path)
    {
        path = rest;
        if (!rest.StartsWith(':'))
        {
            return rest.StartsWith('/');
        }

        var slash = rest.IndexOf('/');
        path = slash < 0 ? "" : rest[slash..];
        return slash > 1 && ushort.TryParse(rest.AsSpan(1, slash - 1), System.Globalization.NumberStyles.None, null, out _);
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
