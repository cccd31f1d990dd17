namespace Marketplace.IdentityServer.Consents;

/// <summary>What a person has allowed an application of others, until it is withdrawn.</summary>
internal sealed class Consent
{
    public required Guid UserId { get; init; }
    public required string ClientId { get; init; }
    public required List<string> Scopes { get; set; }
    public required DateTimeOffset GivenAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }
}
