using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper's page, the shop's portal and the dispatcher that an order moved.</summary>
[RunsLast, Repeatable]
public sealed class ForwardOrdersLive(LiveMessages live)
    : IReactTo<OrderStateChanged>, IReactTo<VendorOrderStateChanged>, IReactTo<VendorOrderConfirmed>, IReactTo<PaymentCompleted>, IReactTo<PaymentFailed>, IReactTo<RefundProcessed>
{
    public Task HandleAsync(OrderStateChanged happened, CancellationToken ct) =>
        live.TellAsync(LiveTopic.Order(happened.Number), "status", ct, ("number", happened.Number), ("state", happened.To.ToString()));

    public async Task HandleAsync(VendorOrderStateChanged happened, CancellationToken ct)
    {
        (string, string)[] facts = [("number", happened.Number), ("vendorOrderId", happened.VendorOrderId.Value.ToString()), ("state", happened.To.ToString())];
        await live.TellAsync(LiveTopic.Order(happened.Number), "part", ct, facts);
        await live.TellAsync(LiveTopic.Vendor(happened.VendorId), "order", ct, facts);
        await live.TellAsync(LiveTopic.Dispatch, "order", ct, facts);
    }

    public Task HandleAsync(VendorOrderConfirmed happened, CancellationToken ct) => live.TellAsync(
        LiveTopic.Vendor(happened.VendorId), "new_order", ct,
        ("number", happened.Number), ("vendorOrderId", happened.VendorOrderId.Value.ToString()), ("answerBy", happened.AnswerBy.ToString("O")));

    public Task HandleAsync(PaymentCompleted happened, CancellationToken ct) => PaymentAsync(happened.OrderNumber, "completed", ct);

    public Task HandleAsync(PaymentFailed happened, CancellationToken ct) => PaymentAsync(happened.OrderNumber, "failed", ct);

    public Task HandleAsync(RefundProcessed happened, CancellationToken ct) => PaymentAsync(happened.OrderNumber, "refunded", ct);

    private Task PaymentAsync(string number, string state, CancellationToken ct) =>
        live.TellAsync(LiveTopic.Order(number), "payment", ct, ("number", number), ("payment", state));
}
