using System.Globalization;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Says that the copy of a person's data is there: on the page of news, and by mail, or by text who has a phone only.</summary>
public sealed class TellOfDataCopy(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, TextMessages texts, PublicUrls urls) : IReactTo<DataCopyReady>
{
    public async Task HandleAsync(DataCopyReady happened, CancellationToken ct)
    {
        var privacyUrl = urls.Identity + "/account/privacy";
        notifier.Tell(happened.UserId, "data_copy", "The copy of your data is ready", "Download it within a day, on the privacy page of your account.", "/account/privacy");
        if (await directory.FindAsync([happened.UserId], ct) is [var person])
        {
            if (person.Email is { } email)
            {
                await notifier.MailAsync(
                    "data-copy", happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture), email,
                    new() { ["name"] = person.Name, ["privacyUrl"] = privacyUrl }, ct);
            }
            else if (person.Phone is { } phone)
            {
                await texts.SendAsync(phone, $"The copy of your data is ready. Download it within a day: {privacyUrl}", ct);
            }
        }

        await db.SaveChangesAsync(ct);
    }
}
