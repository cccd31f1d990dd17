using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells everybody who works on the shop's orders that one ends otherwise than they thought: somebody else cancelled it, nobody answered, or it comes back.</summary>
public sealed class TellShopOfLostOrder(IMarketplaceDb db, Notifier notifier)
    : IReactTo<VendorOrderCancelled>, IReactTo<VendorOrderFailed>, IReactTo<VendorOrderReturned>
{
    public async Task HandleAsync(VendorOrderCancelled happened, CancellationToken ct)
    {
        if (happened.Cause == CancelCause.Lost)
        {
            await TellAsync(
                happened.VendorId, happened.VendorOrderId, "lost", $"{happened.Number} is lost", $"{happened.Reason.TrimEnd('.')}. Its goods do not come back, and the shopper has the money back.", ct);
            return;
        }

        if (happened.Cause == CancelCause.NoAnswer)
        {
            await TellAsync(
                happened.VendorId, happened.VendorOrderId, "unanswered", $"{happened.Number} was not answered in time",
                "The time to accept it is over, so it is cancelled and the shopper is told. Its goods are back on your shelf. Pause taking orders when nobody can answer.", ct);
            return;
        }

        var who = happened.Cause switch
        {
            CancelCause.Customer => "The shopper",
            CancelCause.Admin => "The marketplace",
            _ => null,
        };

        // Of what never was confirmed the shop has heard nothing.
        if (who is not null && await db.OrderHistory.AnyAsync(h => h.VendorOrderId == happened.VendorOrderId && h.State == VendorOrderState.Confirmed, ct))
        {
            await TellAsync(
                happened.VendorId, happened.VendorOrderId, "cancelled", $"{who} cancelled {happened.Number}", $"{happened.Reason.TrimEnd('.')}. Do not pack it: its goods are back on your shelf.", ct);
        }
    }

    public async Task HandleAsync(VendorOrderFailed happened, CancellationToken ct)
    {
        if (await db.VendorOrders.IsStillFailedAsync(happened.VendorOrderId, ct))
        {
            await TellAsync(
                happened.VendorId, happened.VendorOrderId, "failed", $"{happened.Number} was not delivered", $"{happened.Reason}. The rider brings it back to you.", ct);
        }
    }

    public Task HandleAsync(VendorOrderReturned happened, CancellationToken ct) => TellAsync(
        happened.VendorId, happened.VendorOrderId, "returned", $"{happened.Number} is back with you", "Its goods are counted as on your shelf again. Take out what cannot be sold any more.", ct);

    private async Task TellAsync(VendorId vendorId, VendorOrderId partId, string what, string title, string text, CancellationToken ct)
    {
        if (await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == vendorId, ct) is not { } shop)
        {
            return;
        }

        var link = $"/vendor/orders/{partId.Value}";
        foreach (var member in shop.MembersWho(VendorRight.WorkOrders))
        {
            await notifier.TellAsync(member.UserId, "lost_order", title, text, link, ct);
        }

        await notifier.MailAsync(
            "lost-order", $"{partId.Value}:{what}", shop.Email, new() { ["title"] = title, ["shop"] = shop.Name, ["text"] = text, ["portalUrl"] = notifier.PortalUrl(link) }, ct);
        await db.SaveChangesAsync(ct);
    }
}
