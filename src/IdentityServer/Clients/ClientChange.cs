namespace Marketplace.IdentityServer.Clients;

/// <summary>Who did what to an application. Written in the transaction of the change, never with a secret, and kept when the application goes.</summary>
internal sealed class ClientChange
{
    public required Guid Id { get; init; }
    public required string ClientId { get; init; }
    public required Guid ActorId { get; init; }
    public required string Action { get; init; }
    public required string Detail { get; init; }
    public required DateTimeOffset At { get; init; }
}
