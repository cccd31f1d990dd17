using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells a shop what the marketplace did to one of its products, and why.</summary>
public sealed class TellOfProductJudgement(IMarketplaceDb db, Notifier notifier, RelayedMessage message) : IReactTo<ProductJudged>
{
    public async Task HandleAsync(ProductJudged happened, CancellationToken ct)
    {
        if (await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == happened.VendorId, ct) is not { } shop)
        {
            return;
        }

        var because = $"The reason: {happened.Reason?.TrimEnd('.')}.";
        var (title, text) = happened.Judgement switch
        {
            ProductJudgement.Hidden => ($"We have hidden {happened.Name}", $"Shoppers do not see it. {because} Put it right, and write to us."),
            ProductJudgement.ShownAgain => ($"{happened.Name} is shown again", "Shoppers see it as before, if it is on sale."),
            ProductJudgement.Corrected => ($"We have changed {happened.Name}", $"Look at what it says now. {because}"),
            ProductJudgement.Removed => ($"We have removed {happened.Name}", $"Orders that have it keep its name and price. {because}"),
            _ => throw new InvalidOperationException($"No words for {happened.Judgement}."),
        };
        var page = happened.Judgement == ProductJudgement.Removed ? "/vendor/products" : $"/vendor/products/{happened.ProductId.Value}";
        foreach (var member in shop.MembersWho(VendorRight.EditCatalogue))
        {
            await notifier.TellAsync(member.UserId, "product_state", title, text, page, ct);
        }

        await notifier.MailAsync("shop-state", message.Id.ToString(), shop.Email, new() { ["title"] = title, ["text"] = text, ["portalUrl"] = notifier.PortalUrl(page) }, ct);
        await db.SaveChangesAsync(ct);
    }
}
