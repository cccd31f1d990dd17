using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Asks everybody who works on the shop's orders to accept or reject.</summary>
public sealed class TellShopOfNewOrder(IMarketplaceDb db, Notifier notifier) : IReactTo<VendorOrderConfirmed>
{
    public async Task HandleAsync(VendorOrderConfirmed happened, CancellationToken ct)
    {
        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == happened.OrderId, ct);
        var part = order.Parts.Single(p => p.Id == happened.VendorOrderId);
        var vendor = await db.Set<Vendor>().AsNoTracking().SingleAsync(v => v.Id == happened.VendorId, ct);
        var (answerBy, link) = (notifier.Time(happened.AnswerBy), $"/vendor/orders/{part.Id.Value}");
        var items = part.Lines.Sum(l => l.Quantity);
        foreach (var member in vendor.MembersWho(VendorRight.WorkOrders))
        {
            await notifier.TellAsync(
                member.UserId, "new_order", $"New order {happened.Number}",
                $"{items} {(items == 1 ? "item" : "items")}, {part.Goods.ToWords()}. Answer by {answerBy}.", link, ct);
        }

        var values = part.Values();
        (values["number"], values["answerBy"], values["portalUrl"]) = (happened.Number, answerBy, notifier.PortalUrl(link));
        await notifier.MailAsync("new-order", part.Id.Value.ToString(), vendor.Email, values, ct);
        await db.SaveChangesAsync(ct);
    }
}
