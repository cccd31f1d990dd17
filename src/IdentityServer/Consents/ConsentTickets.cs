using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.IdentityServer.Consents;

/// <summary>The request that a person was shown, for the session that saw it.</summary>
/// <param name="Query">Every parameter as it came. The answer is about these, whatever the form says.</param>
internal sealed record ConsentTicket(string Query, string SessionId);

/// <summary>Seals the request into the page's form: between the question and the answer nothing of it can be changed.</summary>
internal sealed class ConsentTickets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("consent-ticket.v1").ToTimeLimitedDataProtector();

    public string Seal(ConsentTicket ticket) => _protector.Protect(JsonSerializer.Serialize(ticket), Life);

    /// <returns>Null when it is not ours, or too old.</returns>
    public ConsentTicket? Open(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ConsentTicket>(_protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
