namespace Marketplace.ConformanceHost;

/// <summary>What the runner asks for.</summary>
internal sealed record Wanted(IReadOnlyList<WantedClient> Clients, IReadOnlyList<WantedPerson> People, WantedProvider? Provider = null);

/// <summary>A client in the words of the specifications, as the other server under test gets it too.</summary>
internal sealed record WantedClient(
    string Id, string Name, string? Secret, string Authentication, bool IsFirstParty, IReadOnlyList<string> Grants,
    IReadOnlyList<string> Scopes, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, string? LogoutUri = null, bool RequiresPush = false);

internal sealed record WantedPerson(Guid Id, string Email, string FullName, string Phone, string Password);

/// <summary>A provider at which an app of ours signs in, and the secret it has there.</summary>
internal sealed record WantedProvider(string Url, string Secret);
