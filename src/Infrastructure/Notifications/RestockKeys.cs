using Marketplace.Application.Notifications;
using Marketplace.Domain.Notifications;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class RestockKeys(IDataProtectionProvider protection) : IdKeys(protection, "notifications.restock.v1"), IRestockKeys
{
    public string Of(RestockAlertId alert) => Of(alert.Value);

    public RestockAlertId? Read(string key) => ReadId(key) is { } id ? new RestockAlertId(id) : null;
}
