namespace Marketplace.BlazorShared.SignIn;

/// <summary>A browser that is signed in at this app, and the tokens that never leave the server.</summary>
/// <param name="Id">The hash of the cookie. Knowing it is not enough to be let in.</param>
internal sealed record AppSession(
    byte[] Id, Guid UserId, string IdentitySessionId, SessionTokens Tokens, DateTimeOffset AccessExpiresAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>What the database keeps encrypted.</summary>
/// <param name="Actor">Who acts in the person's place.</param>
internal sealed record SessionTokens(
    string AccessToken, string? RefreshToken, string? IdToken, DateTimeOffset ObtainedAt, string Name, string Email, IReadOnlyList<string> Roles, string? Actor = null);
