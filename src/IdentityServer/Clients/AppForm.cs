using System.Globalization;
using Marketplace.IdentityServer.OAuth;
using Marketplace.Infrastructure.Shared;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Clients;

/// <summary>What a developer says about an application, as it was typed.</summary>
/// <param name="RedirectUris">One in a line, and so are <paramref name="PostLogoutRedirectUris"/>.</param>
/// <param name="LogoutUri">Where it wants to be told of sign-outs; empty for nowhere.</param>
public sealed record AppForm(
    string Name, string Kind, string RedirectUris, string PostLogoutRedirectUris, IReadOnlyList<string> Scopes, string LogoutUri = "", bool RequiresPush = false)
{
    /// <summary>Runs on a server that can keep a secret.</summary>
    public const string Server = "server";

    /// <summary>Runs on the device of its user, or in the browser, where nothing is secret.</summary>
    public const string Device = "device";

    private const int MaxUris = 10;
    private const int MaxUriLength = 500;

    public static AppForm Empty { get; } = new("", Server, "", "", [OAuth.Scopes.OpenId]);

    internal static IReadOnlyList<ApiScope> Offered { get; } = [.. OAuth.Scopes.Published.Select(OAuth.Scopes.Describe)];

    internal static AppForm Of(Client client) => new(
        client.Name, client.IsPublic ? Device : Server, string.Join('\n', client.RedirectUris), string.Join('\n', client.PostLogoutRedirectUris), client.Scopes,
        client.BackchannelLogoutUri ?? "", client.RequiresPush);

    internal static AppForm Read(IFormCollection form) => new(
        form["name"].ToString().Trim(), form["kind"].ToString(), form["redirectUris"].ToString(), form["postLogoutRedirectUris"].ToString(),
        [.. form["scopes"].OfType<string>().Distinct()], form["logoutUri"].ToString().Trim(), form["requiresPush"] == "true");

    internal List<string> Redirects => Lines(RedirectUris);
    internal List<string> PostLogoutRedirects => Lines(PostLogoutRedirectUris);

    /// <summary>In the order in which they are published, whatever order the form had.</summary>
    internal List<string> OrderedScopes => [.. OAuth.Scopes.Published.Where(Scopes.Contains)];

    /// <returns>What is wrong, by field.</returns>
    internal Dictionary<string, string> Errors(OutboundGuard guard)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Name.Length is < 3 or > Client.NameMaxLength || Name.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format))
        {
            errors["name"] = $"Give it a name of 3 to {Client.NameMaxLength} characters, in one line.";
        }
        else if (Name.Contains("marketplace", StringComparison.OrdinalIgnoreCase))
        {
            errors["name"] = "People would take it for ours. Choose a name without our own.";
        }

        if (Kind is not (Server or Device))
        {
            errors["kind"] = "Say where it runs.";
        }

        if (Redirects.Count == 0)
        {
            errors["redirectUris"] = "Without an address to come back to, nobody can sign in.";
        }
        else if (WhyNot(Redirects) is { } reason)
        {
            errors["redirectUris"] = reason;
        }

        if (WhyNot(PostLogoutRedirects) is { } wrong)
        {
            errors["postLogoutRedirectUris"] = wrong;
        }

        if (LogoutUri.Length > 0 && (LogoutUri.Length > Client.UriMaxLength ? "it is too long." : guard.WhyNot(LogoutUri)) is { } refused)
        {
            errors["logoutUri"] = "We cannot call this address: " + refused;
        }

        if (Scopes.Count == 0 || !Scopes.All(OAuth.Scopes.Published.Contains))
        {
            errors["scopes"] = "Choose at least one thing that it may do.";
        }

        return errors;
    }

    private static string? WhyNot(List<string> uris)
    {
        if (uris.Count > MaxUris || uris.Exists(u => u.Length > MaxUriLength))
        {
            return $"At most {MaxUris} addresses, each of at most {MaxUriLength} characters.";
        }

        return uris.Select((uri, i) => Clients.RedirectUris.WhyNot(uri) is { } reason ? $"Line {i + 1}: {reason}" : null).FirstOrDefault(r => r is not null);
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
