namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// One permission that a user gave a client by signing in. All its tokens, and every refresh token that follows from the
/// first, belong to it: revoking the grant is what "the whole family dies" means.
/// </summary>
internal sealed class Grant
{
    public required Guid Id { get; init; }
    public required string ClientId { get; init; }
    public required Guid UserId { get; init; }
    public required string SessionId { get; set; }
    public required List<string> Scopes { get; init; }
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>How the person signed in, for <c>amr</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The acting that it came of: then it was not the person who signed in.</summary>
    public Guid? ActingId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    public string? RevokedBecause { get; set; }
}

internal sealed class AuthorizationCode
{
    /// <summary>SHA-256 of the code. The code itself is never stored.</summary>
    public required byte[] Hash { get; init; }
    public required Guid GrantId { get; init; }
    public required string ClientId { get; init; }
    public required Guid UserId { get; init; }
    public required string SessionId { get; set; }
    public required string RedirectUri { get; init; }
    public required List<string> Scopes { get; init; }
    public required string CodeChallenge { get; init; }
    public string? Nonce { get; init; }
    public required DateTimeOffset AuthenticatedAt { get; init; }
    public required string Method { get; init; }
    public Guid? ActingId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class RefreshToken
{
    public required byte[] Hash { get; init; }
    public required Guid GrantId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Its successor, encrypted with a key made from this token, which only the client holds.</summary>
    public byte[]? SealedSuccessor { get; set; }
    public byte[]? SuccessorHash { get; set; }
}
