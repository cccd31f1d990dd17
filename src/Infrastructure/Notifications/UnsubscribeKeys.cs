using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Application.Notifications;
using Marketplace.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class UnsubscribeKeys(IDataProtectionProvider protection) : IUnsubscribeKeys
{
    private const int Longest = 400;

    private readonly IDataProtector _protector = protection.CreateProtector("notifications.unsubscribe.v1");

    public string Of(UserId user) => Base64Url.EncodeToString(_protector.Protect(user.Value.ToByteArray()));

    public UserId? Read(string key)
    {
        if (key.Length is 0 or > Longest || !Base64Url.IsValid(key))
        {
            return null;
        }

        try
        {
            return new UserId(new Guid(_protector.Unprotect(Base64Url.DecodeFromChars(key))));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
