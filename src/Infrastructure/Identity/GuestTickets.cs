using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Application.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Identity;

internal sealed class GuestTickets(IDataProtectionProvider protection) : IGuestTickets
{
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("guests.data.v1").ToTimeLimitedDataProtector();

    public string Seal(GuestTicket ticket, TimeSpan life) => _protector.Protect(JsonSerializer.Serialize(ticket), life);

    public GuestTicket? Open(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<GuestTicket>(_protector.Unprotect(text));
        }
        catch (Exception notOurs) when (notOurs is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
