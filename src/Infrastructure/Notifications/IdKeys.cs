using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>Ids as keys that stand in links of mails: nobody else can make one, and none of one purpose fits another.</summary>
internal abstract class IdKeys(IDataProtectionProvider protection, string purpose)
{
    private const int Longest = 400;

    private readonly IDataProtector _protector = protection.CreateProtector(purpose);

    protected string Of(Guid id) => Base64Url.EncodeToString(_protector.Protect(id.ToByteArray()));

    protected Guid? ReadId(string key)
    {
        if (key.Length is 0 or > Longest || !Base64Url.IsValid(key))
        {
            return null;
        }

        try
        {
            return new Guid(_protector.Unprotect(Base64Url.DecodeFromChars(key)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
