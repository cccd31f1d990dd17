using System.Globalization;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells who reviews apps that one waits, and its developer what was said of it.</summary>
public sealed class TellOfAppReview(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, PublicUrls urls) : IReactTo<AppReviewAsked>, IReactTo<AppReviewed>
{
    public async Task HandleAsync(AppReviewAsked happened, CancellationToken ct)
    {
        foreach (var admin in (await directory.WithRightAsync(AdminRight.ReviewApps, ct)).Where(a => a.Id != happened.OwnerId))
        {
            await notifier.TellAsync(admin.Id, "app_waiting", $"{happened.Name} waits for a review", "Its developer wants everybody to be able to use it.", "/developer/reviews", ct);
        }

        await db.SaveChangesAsync(ct);
    }

    public async Task HandleAsync(AppReviewed happened, CancellationToken ct)
    {
        var page = $"/developer/apps/{Uri.EscapeDataString(happened.ClientId)}";
        var (title, text) = happened.Refusal is { } why
            ? ($"We cannot let {happened.Name} in", $"The reason: {why.TrimEnd('.')}. It is switched off, and its people are signed out of it. Change it, and ask again.")
            : ($"{happened.Name} is open to everybody", "We have looked at it. From now on any number of people can let it in.");
        notifier.Tell(happened.OwnerId, "app_state", title, text, page);
        await notifier.MailAsync(
            "app-reviewed", happened.ClientId + happened.At.ToString("O", CultureInfo.InvariantCulture), happened.Recipient,
            new() { ["name"] = happened.FullName, ["title"] = title, ["text"] = text, ["appUrl"] = urls.Identity + page }, ct);
        await db.SaveChangesAsync(ct);
    }
}
