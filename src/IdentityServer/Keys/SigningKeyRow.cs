using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Keys;

/// <summary>
/// A signing key at rest. Its state follows from the clock alone (upcoming, active, retired), so all instances agree without talking.
/// </summary>
internal sealed class SigningKeyRow
{
    public required string KeyId { get; init; }
    public required JwsAlgorithm Algorithm { get; init; }

    /// <summary>PKCS#8, wrapped by Data Protection.</summary>
    public required byte[] WrappedKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it signs. It is published from its creation on.</summary>
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>Taken back in an emergency: gone from the key set at once.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}
