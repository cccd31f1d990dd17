using Marketplace.Application.Notifications;
using Marketplace.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class UnsubscribeKeys(IDataProtectionProvider protection) : IdKeys(protection, "notifications.unsubscribe.v1"), IUnsubscribeKeys
{
    public string Of(UserId user) => Of(user.Value);

    public UserId? Read(string key) => ReadId(key) is { } id ? new UserId(id) : null;
}
