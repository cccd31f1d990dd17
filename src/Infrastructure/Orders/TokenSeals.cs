using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Orders;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Orders;

internal sealed class TokenSeals(IDataProtectionProvider protection) : ISealTokens
{
    private readonly IDataProtector _protector = protection.CreateProtector("orders.guest-token.v1");

    public byte[] Seal(string token) => _protector.Protect(Encoding.UTF8.GetBytes(token));

    public string? Open(byte[] seal)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(seal));
        }
        catch (CryptographicException)
        {
            return null; // the mail goes out all the same, with a link that asks for the key
        }
    }
}
