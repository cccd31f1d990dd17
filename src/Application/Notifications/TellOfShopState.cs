using System.Globalization;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells a shop what becomes of its application and, later, of the shop itself; and who judges shops, that one waits.</summary>
public sealed class TellOfShopState(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, RelayedMessage message)
    : IReactTo<VendorRegistered>, IReactTo<VendorApproved>, IReactTo<VendorSuspended>, IReactTo<VendorCommissionChanged>
{
    public Task HandleAsync(VendorRegistered happened, CancellationToken ct) => TellAsync(happened.VendorId, async shop =>
    {
        if (shop.State == VendorState.Pending)
        {
            foreach (var admin in (await directory.WithRightAsync(AdminRight.JudgeShops, ct)).Where(a => a.Id != happened.OwnerId))
            {
                await notifier.TellAsync(admin.Id, "shop_waiting", $"{happened.Name} wants to open", "Look at it, and approve it or say why not.", $"/admin/vendors/{shop.Id.Value}", ct);
            }
        }

        return new($"We have your application for {happened.Name}", $"A person looks at it within a day and writes to {shop.Email}. Until then, add your products and fill in the shop settings.");
    }, ct);

    public Task HandleAsync(VendorApproved happened, CancellationToken ct) => TellAsync(happened.VendorId, _ => Task.FromResult<News>(happened.IsAgain
        ? new($"{happened.Name} is open again", "It is no longer suspended: shoppers see it, and it takes orders in its hours.")
        : new($"{happened.Name} is approved", "Shoppers see it now, and it takes orders in its hours.")), ct);

    public Task HandleAsync(VendorSuspended happened, CancellationToken ct) => TellAsync(happened.VendorId, _ => Task.FromResult<News>(new(
        $"{happened.Name} is suspended",
        $"The reason: {happened.Reason.TrimEnd('.')}. Shoppers do not see it, it takes no orders, and nothing can be changed until that ends. Orders that it has accepted go on.")), ct);

    public Task HandleAsync(VendorCommissionChanged happened, CancellationToken ct) => TellAsync(happened.VendorId, _ => Task.FromResult<News>(new(
        $"Our commission changes for {happened.Name}",
        string.Create(CultureInfo.InvariantCulture, $"We keep {happened.To:0.##}% of the goods in orders from now on; it was {happened.From:0.##}%. Orders that were placed keep theirs."))), ct);

    private async Task TellAsync(VendorId vendor, Func<Vendor, Task<News>> describe, CancellationToken ct)
    {
        if (await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == vendor, ct) is not { } shop)
        {
            return;
        }

        var news = await describe(shop);
        foreach (var owner in shop.Members.Where(m => m.Role == VendorRole.Owner))
        {
            notifier.Tell(owner.UserId, "shop_state", news.Title, news.Text, "/vendor");
        }

        await notifier.MailAsync(
            "shop-state", message.Id.ToString(), shop.Email, new() { ["title"] = news.Title, ["text"] = news.Text, ["portalUrl"] = notifier.PortalUrl("/vendor") }, ct);
        await db.SaveChangesAsync(ct);
    }

    private sealed record News(string Title, string Text);
}
