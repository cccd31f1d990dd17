using System.Globalization;
using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Writes news and mails into the unit of work of a reaction: they are there when the reaction commits, and delivered by the events
/// that they raise.
/// </summary>
public sealed class Notifier(IMarketplaceDb db, ISettings settings, PublicUrls urls, TownTime town, ISealTokens seals, TimeProvider clock)
{
    public const string UnsubscribePath = "/marketing/unsubscribe";

    private const string MarketingLayout = "marketing.layout";

    /// <summary>The order's page; a guest's link carries the key that opens it.</summary>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    public string OrderUrl(Order order, string? key) =>
        $"{urls.Store}/orders/{Uri.EscapeDataString(order.Number)}{(key is null ? "" : $"?token={Uri.EscapeDataString(key)}")}";

    /// <summary>What lets a guest into the order, besides its number; null where the account does.</summary>
    public string? KeyOf(Order order) => order.SealedAccessToken is { } seal ? seals.Open(seal) : null;

    public string PortalUrl(string path) => urls.Portal + path;

    public string StoreUrl(string path) => urls.Store + path;

    /// <summary>The same, unless the person does not want to hear of such things on the page of news.</summary>
    public async Task TellAsync(UserId? user, string kind, string title, string message, string? link, CancellationToken ct)
    {
        if (user is { } known && await WantsAsync(known, kind, c => c.InApp, ct))
        {
            Tell(known, kind, title, message, link);
        }
    }

    /// <summary>A mail to a person, unless they do not want to hear of such things by mail.</summary>
    /// <param name="person">Null for a guest, who has nothing to choose.</param>
    public async Task MailAsync(UserId? person, string kind, string cause, string recipient, Dictionary<string, object> values, CancellationToken ct)
    {
        if (person is not { } known || await WantsAsync(known, kind, c => c.Mail, ct))
        {
            await MailAsync(kind, cause, recipient, values, ct);
        }
    }

    public void Tell(UserId? user, string kind, string title, string message, string? link)
    {
        if (user is { } known)
        {
            db.Set<Notification>().Add(Notification.Tell(known, kind, title, message, link, clock.GetUtcNow()));
        }
    }

    /// <summary>A mail that nobody needs: only for who agreed to such mails, with the way to end them in its text and in its head.</summary>
    public Task MarketAsync(string kind, string cause, string recipient, string unsubscribeKey, Dictionary<string, object> values, CancellationToken ct)
    {
        var query = $"?key={Uri.EscapeDataString(unsubscribeKey)}";
        values["stopUrl"] = $"{urls.Store}/unsubscribe{query}";
        return QueueAsync(kind, cause, recipient, values, $"{urls.Api}/api/v1{UnsubscribePath}{query}", ct);
    }

    /// <param name="cause">What it is about; nobody gets two mails of one kind about the same thing.</param>
    public Task MailAsync(string kind, string cause, string recipient, Dictionary<string, object> values, CancellationToken ct) => QueueAsync(kind, cause, recipient, values, null, ct);

    private async Task QueueAsync(string kind, string cause, string recipient, Dictionary<string, object> values, string? unsubscribeUrl, CancellationToken ct)
    {
        if (recipient.Length is 0 or > Mail.RecipientMaxLength || !recipient.Contains('@', StringComparison.Ordinal))
        {
            return;
        }

        values["store"] = (await settings.GetAsync(ct)).StoreName;
        values["storeUrl"] = urls.Store;
        var (subject, text, html) = unsubscribeUrl is null ? MailTemplates.Render(kind, values) : MailTemplates.Render(kind, values, MarketingLayout);
        var mail = Mail.Queue(kind, cause, recipient, subject, text, html, clock.GetUtcNow(), unsubscribeUrl);
        if (!await db.Set<Mail>().AnyAsync(m => m.Cause == mail.Cause && m.Recipient == mail.Recipient, ct))
        {
            db.Set<Mail>().Add(mail);
        }
    }

    private async Task<bool> WantsAsync(UserId user, string kind, Func<NewsChoice, bool> channel, CancellationToken ct)
    {
        var topic = NewsTopic.OfKind(kind);
        return !topic.CanBeTurnedOff || await db.Set<NewsChoice>().AsNoTracking().SingleOrDefaultAsync(c => c.UserId == user && c.Topic == topic, ct) is not { } choice || channel(choice);
    }

    /// <summary>"Sunday, 6 December", where the shops are.</summary>
    public string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, town.Zone).ToString("dddd, d MMMM", CultureInfo.InvariantCulture);

    /// <summary>Time of day where the shops are.</summary>
    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, town.Zone).ToString("h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant();
}
