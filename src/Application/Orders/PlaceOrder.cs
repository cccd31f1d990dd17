using FluentValidation;
using Marketplace.Application.Carts;
using Marketplace.Application.Inventory;
using Marketplace.Application.Legal;
using Marketplace.Application.Payments;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Orders;

public sealed class AddressValidator : AbstractValidator<AddressDto>
{
    public AddressValidator()
    {
        RuleFor(a => a.Name).NotEmpty().MaximumLength(120);
        RuleFor(a => a.Phone).NotEmpty().Matches(@"^\+?[0-9 ()\-]{6,24}$").WithMessage("A phone number has 6 to 15 digits, like +91 98400 00000.");
        RuleFor(a => a.Line1).NotEmpty().MaximumLength(200);
        RuleFor(a => a.Line2).MaximumLength(200);
        RuleFor(a => a.City).NotEmpty().MaximumLength(100);
        RuleFor(a => a.Region).MaximumLength(100).NotNull();
        RuleFor(a => a.PostalCode).NotEmpty().MaximumLength(16);
        RuleFor(a => a.Country).NotEmpty().Length(2);
        RuleFor(a => a.Note).MaximumLength(VendorOrder.NoteMaxLength);
        RuleFor(a => a.Position).NotNull().Must(p => p is not null && p.ToPosition().IsValid).WithMessage("Pick the place on the map, or give its coordinates.");
    }
}

public sealed class QuoteRequestValidator : AbstractValidator<QuoteRequest>
{
    public QuoteRequestValidator()
    {
        RuleFor(r => r.Choices).NotNull().Must(c => c is null || c.Count <= 50);
        RuleForEach(r => r.Choices).Must(c => c is not null && Wire.FromWire<FulfilmentMethod>(c.Method) is not null).WithMessage("A method is DELIVERY or PICKUP.");
        RuleFor(r => r.Address!).SetValidator(new AddressValidator()).When(r => r.Address is not null);
    }
}

public sealed class PlaceOrderValidator : AbstractValidator<PlaceOrderRequest>
{
    public PlaceOrderValidator()
    {
        RuleFor(r => r.Contact).NotNull();
        RuleFor(r => r.Contact.Name).NotEmpty().MaximumLength(120).When(r => r.Contact is not null);
        RuleFor(r => r.Contact.Email).NotEmpty().EmailAddress().MaximumLength(254).When(r => r.Contact is not null);
        RuleFor(r => r.Contact.Phone).NotEmpty().Matches(@"^\+?[0-9 ()\-]{6,24}$").WithMessage("A phone number has 6 to 15 digits, like +91 98400 00000.").When(r => r.Contact is not null);
        RuleFor(r => r.Address!).SetValidator(new AddressValidator()).When(r => r.Address is not null);
        RuleFor(r => r.Choices).NotNull().Must(c => c is null || c.Count <= 50);
        RuleForEach(r => r.Choices).Must(c => c is not null && Wire.FromWire<FulfilmentMethod>(c.Method) is not null).WithMessage("A method is DELIVERY or PICKUP.");
        RuleFor(r => r.PaymentMethod).Must(m => Wire.FromWire<PaymentMethod>(m) is not null).WithMessage("A payment method is UPI, CARD, WALLET or CASH_ON_DELIVERY.");
        RuleFor(r => r.VendorNotes).Must(n => n is null || n.Values.All(v => v is { Length: <= VendorOrder.NoteMaxLength })).WithMessage($"A note to a shop has {VendorOrder.NoteMaxLength} characters at most.");
        RuleFor(r => r.GiftMessage).MaximumLength(Order.GiftMessageMaxLength);
        RuleFor(r => r.Fingerprint).NotEmpty().MaximumLength(64);
    }
}

/// <summary>
/// Turns a cart into an order: priced again, compared with what the shopper saw, then stored together with its reservations and
/// events in one transaction. Cash is confirmed in it; anything else gets a page to pay on afterwards.
/// </summary>
public sealed class PlaceOrderHandler(
    IMarketplaceDb db, CartViews carts, Quotes quotes, IStock stock, PaymentPages payments, ISealTokens seals, TimeProvider clock) : IHandler
{
    public async Task<Result<PlacedOrder>> HandleAsync(CartOwner owner, PlaceOrderRequest request, CancellationToken ct)
    {
        var cart = await carts.FindAsync(owner, ct);
        var quoted = await quotes.QuoteAsync(cart, request.Address, request.Choices, request.VendorNotes, ct);
        if (!quoted.IsSuccess)
        {
            return quoted.Error;
        }

        var (quote, method) = (quoted.Value, Wire.FromWire<PaymentMethod>(request.PaymentMethod)!.Value);
        if (Refuse(quote, request, method) is { } refused)
        {
            return refused;
        }

        if (request.TermsVersion is { } terms && await db.AcceptsTermsAsync(terms, ct) is { IsSuccess: false } other)
        {
            return other.Error;
        }

        var now = clock.GetUtcNow();
        var token = owner.User is null ? Secrets.NewToken() : null;
        var order = Order.Place(
            new(Secrets.NewOrderNumber(), owner.User, Secrets.Hash(token), new(request.Contact.Name.Trim(), request.Contact.Email.Trim(), request.Contact.Phone.Trim()),
                quote.Parts.Any(p => p.Method == FulfilmentMethod.Delivery) ? request.Address!.ToSnapshot() : null,
                quote.Rules.PriceIncludesTax, method, quote.Rules.PaymentTime, quote.Parts, request.GiftMessage, token is null ? null : seals.Seal(token), request.TermsVersion),
            now);
        var payment = Payment.For(order, now);
        var stored = await db.InTransactionAsync<Done>(async () =>
        {
            var demands = order.Parts.SelectMany(p => p.Lines.Select(l => new StockDemand(l.VariantId, p.Id, l.Quantity))).ToArray();
            var isCash = method == PaymentMethod.CashOnDelivery;
            var taken = isCash ? await stock.SellAsync(order.Id, demands, now, ct) : await stock.ReserveAsync(order.Id, demands, order.PayBy, now, ct);
            if (!taken.IsSuccess)
            {
                return taken.Error;
            }

            db.Orders.Add(order);
            db.Payments.Add(payment);
            cart!.TakeOut([.. demands.Select(d => d.VariantId)], now);
            if (isCash)
            {
                order.Confirm(now, quote.Rules.AnswerTime);
            }

            await db.SaveChangesAsync(ct);
            return new Done();
        }, ct);
        if (!stored.IsSuccess)
        {
            return stored.Error;
        }

        // A gateway that is away does not undo the order: the shopper can open the page again from it until the time to pay is over.
        var page = method == PaymentMethod.CashOnDelivery ? default : await payments.HandleAsync(order.Id, null, token, ct);
        return new PlacedOrder(order.Id.Value, order.Number, token, order.State.ToWire(), page.Value);
    }

    private static Error? Refuse(Quote quote, PlaceOrderRequest request, PaymentMethod method)
    {
        if (request.Address is null && quote.Dto.Vendors.FirstOrDefault(v => v.ChosenMethod == FulfilmentMethods.Delivery) is not null)
        {
            return CheckoutErrors.AddressMissing;
        }

        foreach (var vendor in quote.Dto.Vendors)
        {
            var wanted = request.Choices.FirstOrDefault(c => c.VendorId == vendor.Vendor.Id)?.Method ?? vendor.ChosenMethod;
            if (vendor.Options.FirstOrDefault(o => o.Method == wanted) is not { IsAvailable: true } option)
            {
                return CheckoutErrors.CannotFulfil(vendor.Vendor.Name, vendor.Options.FirstOrDefault(o => o.Method == wanted)?.Reason ?? "This is not offered.");
            }
        }

        return quote.PaymentMethods.First(m => m.Method == method.ToWire()) is { IsAvailable: false } unavailable ? CheckoutErrors.MethodNotAvailable(unavailable.Reason!)
            : quote.Dto.Fingerprint != request.Fingerprint ? CheckoutErrors.QuoteChanged
            : null;
    }
}
