using System.Globalization;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Writes news and mails into the unit of work of a reaction: they are there when the reaction commits, and delivered by the events
/// that they raise.
/// </summary>
public sealed class Notifier(IMarketplaceDb db, ISettings settings, PublicUrls urls, TownTime town, TimeProvider clock)
{
    private static readonly NumberFormatInfo Indian = new() { NumberGroupSizes = [3, 2], NumberGroupSeparator = ",", NumberDecimalSeparator = "." };

    public string OrderUrl(string number) => $"{urls.Store}/orders/{Uri.EscapeDataString(number)}";

    public string PortalUrl(string path) => urls.Portal + path;

    public void Tell(UserId? user, string kind, string title, string message, string? link)
    {
        if (user is { } known)
        {
            db.Set<Notification>().Add(Notification.Tell(known, kind, title, message, link, clock.GetUtcNow()));
        }
    }

    /// <param name="cause">What it is about; nobody gets two mails of one kind about the same thing.</param>
    public async Task MailAsync(string kind, string cause, string recipient, Dictionary<string, object> values, CancellationToken ct)
    {
        if (recipient.Length is 0 or > Mail.RecipientMaxLength || !recipient.Contains('@', StringComparison.Ordinal))
        {
            return;
        }

        values["store"] = (await settings.GetAsync(ct)).StoreName;
        values["storeUrl"] = urls.Store;
        var (subject, text, html) = MailTemplates.Render(kind, values);
        var mail = Mail.Queue(kind, cause, recipient, subject, text, html, clock.GetUtcNow());
        if (!await db.Set<Mail>().AnyAsync(m => m.Cause == mail.Cause && m.Recipient == mail.Recipient, ct))
        {
            db.Set<Mail>().Add(mail);
        }
    }

    /// <summary>₹1,24,350.50, with paise only when there are any; other currencies by their code.</summary>
    public static string Amount(Money money)
    {
        var format = money.Amount == decimal.Truncate(money.Amount) ? "#,##0" : "#,##0.00";
        return money.Currency == "INR"
            ? (money.Amount < 0 ? "−₹" : "₹") + Math.Abs(money.Amount).ToString(format, Indian)
            : money.Amount.ToString(format, CultureInfo.InvariantCulture) + " " + money.Currency;
    }

    /// <summary>Time of day where the shops are.</summary>
    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, town.Zone).ToString("h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant();
}
