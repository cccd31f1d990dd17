namespace Marketplace.IdentityServer.Clients;

/// <summary>An application that may ask for tokens.</summary>
internal sealed class Client
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public bool IsEnabled { get; set; } = true;

    /// <summary>Ours: its users are never asked for consent.</summary>
    public bool IsFirstParty { get; set; }

    /// <summary>Who made it; nobody for ours. When the account goes, its applications go with it.</summary>
    public Guid? OwnerId { get; init; }

    public ClientReview Review { get; set; }

    /// <summary>What the reviewer tells the developer.</summary>
    public string? ReviewNote { get; set; }

    public ClientAuthentication Authentication { get; set; }

    /// <summary>Runs on the user's device, so it may come back to any port of the loopback address (RFC 8252).</summary>
    public bool IsNative { get; set; }

    public List<string> Grants { get; set; } = [];
    public List<string> Scopes { get; set; } = [];
    public List<string> RedirectUris { get; set; } = [];
    public List<string> PostLogoutRedirectUris { get; set; } = [];

    /// <summary>Its authorization requests must be sent beforehand (RFC 9126), so that nobody at the browser can change them.</summary>
    public bool RequiresPush { get; set; }

    /// <summary>Where it is told that one of its people has signed out.</summary>
    public string? BackchannelLogoutUri { get; set; }

    /// <summary>The <see cref="ClientLogo"/> by which people know it, if it has one.</summary>
    public Guid? LogoId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public List<ClientSecret> Secrets { get; } = [];

    public const int NameMaxLength = 60;
    public const int NoteMaxLength = 500;
    public const int UriMaxLength = 500;

    /// <summary>When people would see something else than what was reviewed, or give it more.</summary>
    public void AskAnew()
    {
        if (Review != ClientReview.None)
        {
            (Review, ReviewNote) = (ClientReview.None, null);
        }
    }

    public bool IsPublic => Authentication == ClientAuthentication.None;

    /// <summary>What it may ask for as itself. Ours are configured with it; others are only known by name at the public catalogue.</summary>
    public IReadOnlyList<string> OwnScopes => IsFirstParty ? [.. Scopes.Where(s => !OAuth.Scopes.NeedsUser(s))] : [OAuth.Scopes.CatalogRead];
}

/// <summary>Until an application is approved, only so many people may let it in.</summary>
public enum ClientReview
{
    None,
    Asked,
    Approved,
    Refused,
}

/// <summary>The one way in which a client proves itself at the token endpoint.</summary>
internal enum ClientAuthentication
{
    None,
    Basic,
    Post,
}

/// <summary>Only the hash is kept. Two may be valid at once, so that a secret can be changed without an outage.</summary>
internal sealed class ClientSecret
{
    public required Guid Id { get; init; }
    public required string ClientId { get; init; }
    public required byte[] Hash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>The picture by which people know an application, drawn anew by us. Another picture has another id.</summary>
internal sealed class ClientLogo
{
    public const int MediaTypeMaxLength = 20;

    public required Guid Id { get; init; }
    public required string ClientId { get; init; }
    public required byte[] Content { get; init; }
    public required string MediaType { get; init; }
}
