namespace Marketplace.IdentityServer.Sessions;

/// <summary>A browser that is signed in here. The cookie only points at it, so ending it ends the cookie, wherever a copy lies.</summary>
internal sealed class Session
{
    public required string Id { get; init; }
    public required Guid UserId { get; init; }
    public required DateTimeOffset AuthenticatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When this person first signed in in this browser, without signing out since.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From <see cref="Sessions.Device"/>.</summary>
    public required string Device { get; init; }

    /// <summary>Where it was seen last, without the last part of the address.</summary>
    public required string Network { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public required string Method { get; init; }

    /// <summary>The session that this person has had in this browser since signing in again.</summary>
    public string? ReplacedBy { get; set; }
}
