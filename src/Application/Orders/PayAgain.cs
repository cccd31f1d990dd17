using FluentValidation;
using Marketplace.Application.Payments;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

public sealed class RateLineValidator : AbstractValidator<RateLineRequest>
{
    public RateLineValidator() => RuleFor(r => r.Stars).InclusiveBetween(1, 5);
}

public sealed class CancelOrderValidator : AbstractValidator<CancelOrderRequest>
{
    public CancelOrderValidator() => RuleFor(r => r.Reason).MaximumLength(VendorOrder.ReasonMaxLength);
}

/// <summary>Another try to pay an order that still waits for it, with the same or another method.</summary>
public sealed class PayAgainHandler(IMarketplaceDb db, PaymentSettlement settle, PaymentPages pages) : IHandler
{
    public async Task<Result<PlacedOrder>> HandleAsync(string number, OrderReader reader, string? method, CancellationToken ct)
    {
        var wanted = Wire.FromWire<PaymentMethod>(method);
        if ((method is not null && wanted is null) || wanted == PaymentMethod.CashOnDelivery)
        {
            return new Error(ErrorKind.Invalid, "payment.unknown_method", "A payment method is UPI, CARD or WALLET.", "method");
        }

        var id = await db.Orders.SeenBy(reader).Where(o => o.Number == number).Select(o => (OrderId?)o.Id).SingleOrDefaultAsync(ct);
        if (id is not { } known)
        {
            return OrderErrors.NotFound;
        }

        await settle.SettleOrderAsync(known, ct); // nobody pays again for what is paid
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == known, ct);
        if (order.State != OrderState.Pending)
        {
            return order.State == OrderState.Cancelled ? OrderErrors.PaymentOver : OrderErrors.AlreadyPaid;
        }

        var page = await pages.HandleAsync(known, wanted, reader.AccessToken, ct);
        return page.IsSuccess ? new PlacedOrder(known.Value, order.Number, reader.AccessToken, order.State.ToWire(), page.Value) : page.Error;
    }
}
