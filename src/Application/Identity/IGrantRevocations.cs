namespace Marketplace.Application.Identity;

/// <summary>A sign-in at an app that ended before its time; its access tokens are not to be taken any more.</summary>
public sealed record RevokedGrant(Guid Id, DateTimeOffset At);

/// <summary>What the identity server tells of sign-ins that have ended.</summary>
public interface IGrantRevocations
{
    /// <returns>None when nothing is known of sign-ins here.</returns>
    Task<IReadOnlyList<RevokedGrant>> SinceAsync(DateTimeOffset since, CancellationToken ct);
}
