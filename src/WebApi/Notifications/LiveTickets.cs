using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Application.Notifications;
using Marketplace.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.WebApi.Notifications;

/// <param name="Holder">The user's id, or a random value for a guest; limits how many connections one holder keeps open.</param>
/// <param name="Needs">It was given to an administrator because of these rights, and is good for as long as they are held.</param>
internal sealed record LiveGrant(string Hub, string Holder, IReadOnlyList<AdminRight> Needs, IReadOnlyList<string> Groups, DateTimeOffset ExpiresAt)
{
    /// <summary>Null for guests.</summary>
    [JsonIgnore]
    public UserId? User => Guid.TryParseExact(Holder, "N", out var id) ? UserId.From(id) : null;
}

/// <summary>Encrypted and signed, so that a ticket can be given in a query string: it opens nothing but these groups, for ten minutes.</summary>
internal sealed class LiveTickets(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("Marketplace.LiveTicket.v3");

    public (string Ticket, DateTimeOffset ExpiresAt) Make(string hub, string holder, IReadOnlyList<LiveTopic> topics, IReadOnlyList<AdminRight>? needs = null)
    {
        var grant = new LiveGrant(hub, holder, needs ?? [], [.. topics.Select(t => t.Group)], clock.GetUtcNow() + Lifetime);
        return (_protector.Protect(JsonSerializer.Serialize(grant, JsonSerializerOptions.Web)), grant.ExpiresAt);
    }

    /// <returns>Null when the ticket is forged, for another hub, or over.</returns>
    public LiveGrant? Read(string? ticket, string hub)
    {
        if (string.IsNullOrEmpty(ticket) || ticket.Length > 16_384)
        {
            return null;
        }

        try
        {
            var grant = JsonSerializer.Deserialize<LiveGrant>(_protector.Unprotect(ticket), JsonSerializerOptions.Web);
            return grant is not null && grant.Hub == hub && grant.ExpiresAt > clock.GetUtcNow() ? grant : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
