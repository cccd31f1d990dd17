using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells a person that support works in their place: on the page of news, and by mail, or by text who has a phone only.</summary>
public sealed class TellOfActing(IMarketplaceDb db, Notifier notifier, TextMessages texts, PublicUrls urls) : IReactTo<ActingStarted>
{
    public async Task HandleAsync(ActingStarted happened, CancellationToken ct)
    {
        var (from, until, accountUrl) = (notifier.Time(happened.At), notifier.Time(happened.EndsAt), urls.Identity + "/account");
        notifier.Tell(
            happened.UserId, "acting", "Our support acts for you",
            $"From {from} until {until} at the latest, somebody of our support sees your pages as you do. Money and keys are closed to them, and all that they do is recorded.", "/account");
        if (TextMessages.IsNumber(happened.Recipient))
        {
            await texts.SendAsync(happened.Recipient, $"Our support sees your pages as you do, from {from} until {until} at the latest, without money and keys. When it was so stands here: {accountUrl}", ct);
        }
        else
        {
            await notifier.MailAsync(
                "acting", happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture), happened.Recipient,
                new() { ["name"] = happened.FullName, ["from"] = from, ["until"] = until, ["accountUrl"] = accountUrl }, ct);
        }

        await db.SaveChangesAsync(ct);
    }
}
