using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the mailbox or the phone that an account was reached by until now that it is another, and how to take that back.</summary>
public sealed class TellOldAddress(IMarketplaceDb db, Notifier notifier, TextMessages texts) : IReactTo<AddressChanged>
{
    public async Task HandleAsync(AddressChanged happened, CancellationToken ct)
    {
        if (TextMessages.IsNumber(happened.Recipient))
        {
            await texts.SendAsync(happened.Recipient, $"This number was taken off your account. If it was not you, take it back within a week: {happened.Undo}", ct);
            return;
        }

        await notifier.MailAsync(
            "address-changed",
            happened.UserId.Value + happened.At.ToString("O", CultureInfo.InvariantCulture),
            happened.Recipient,
            new() { ["name"] = happened.FullName, ["time"] = notifier.Time(happened.At), ["undoUrl"] = happened.Undo },
            ct);
        await db.SaveChangesAsync(ct);
    }
}
