using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Fills baskets and prices them as checkout does.</summary>
internal sealed class DemoCheckout(DemoShelves shelves, DemoPeople people, DemoStock stock, IReadOnlyList<string> firstShops, TimeZoneInfo zone, Random random)
{
    private const double StreetFactor = 1.3;
    private const double RiderKilometresPerHour = 18;
    private const double DearFrom = 6000;
    private const string NumberLetters = "23456789BCDFGHJKLMNPQRSTVWXZ";
    private static readonly TimeSpan HandoverTime = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly string[] Notes =
        ["Please ring twice.", "No plastic bag, thank you.", "Ripe ones if you can.", "It is a present. No price on it, please.", "Call when you are at the gate.", "As fresh as possible."];

    private readonly (DemoShop Shop, Vendor Vendor, Offering[] Offerings)[] _shops =
    [
        .. shelves.Offerings.Where(o => o.Vendor.State == VendorState.Approved && o.Product.State == Domain.Catalog.ProductState.Published)
            .GroupBy(o => o.Vendor).Select(g => (g.First().Shop, g.Key, g.ToArray())),
    ];

    /// <summary>All of the town is in it, the counters and the doors.</summary>
    private readonly TaxRegion _region = shelves.Settings.TaxRegionOf(new(DemoTown.Country, DemoTown.Region, DemoTown.PostalCode));

    private readonly HashSet<string> _numbers = [];

    /// <summary>Null when nothing is open or left.</summary>
    /// <param name="who">Null for anybody.</param>
    /// <param name="isFresh">The shops whose sign-ins stand first in the list get some of the newest orders.</param>
    public (OrderDraft Draft, DemoShopper Shopper)? Basket(DateTimeOffset now, DemoShopper? who, bool isFresh)
    {
        var shopper = who ?? people.Pick(random);
        var home = shopper.Addresses.Count == 1 || random.Happens(0.8) ? shopper.Addresses[0] : shopper.Addresses[1];
        var open = _shops.Where(s => s.Vendor.IsOpenAt(now, zone)).ToList();
        var wanted = random.NextDouble() switch { < 0.75 => 1, < 0.96 => 2, _ => 3 };
        var chosen = new List<(Vendor Vendor, LineDraft[] Lines)>();
        while (chosen.Count < wanted && random.PickIndex(open, s => s.Shop.Popularity * (isFresh && firstShops.Contains(s.Shop.Owner) ? 4 : 1)) is var at and >= 0)
        {
            if (Lines(open[at].Offerings) is { Length: > 0 } lines)
            {
                chosen.Add((open[at].Vendor, lines));
            }

            open.RemoveAt(at);
        }

        return chosen.Count == 0 ? null : (Draft(shopper, home, chosen, now), shopper);
    }

    private LineDraft[] Lines(Offering[] offerings)
    {
        var count = random.NextDouble() switch { < 0.42 => 1, < 0.74 => 2, < 0.92 => 3, _ => 5 };
        var lines = new List<LineDraft>();
        for (var i = 0; i < count; i++)
        {
            var (one, other) = (random.Pick(offerings), random.Pick(offerings));
            // Of two that catch the eye the cheaper is mostly bought, and what costs a month's wages is mostly looked at.
            if (other.Variant.Price < one.Variant.Price && !random.Happens(0.25) || !random.Happens(DearFrom / (double)one.Variant.Price.Amount))
            {
                one = other;
            }

            var quantity = one.Variant.Price.Amount < 250 && random.Happens(0.4) ? random.Next(2, 4) : 1;
            if (stock.Available(one.Variant.Id) >= quantity && lines.All(l => l.VariantId != one.Variant.Id))
            {
                lines.Add(new(
                    one.Product.Id, one.Variant.Id, one.Variant.Sku, one.Product.Slug, one.Product.Name, one.VariantText, one.Product.Images is [{ } image, ..] ? image.MediaId : null,
                    quantity, one.Variant.Price, shelves.Settings.TaxRateOf(one.Product.TaxClass, _region), _region.Name));
            }
        }

        return [.. lines];
    }

    private OrderDraft Draft(DemoShopper shopper, DemoAddress home, IReadOnlyList<(Vendor Vendor, LineDraft[] Lines)> chosen, DateTimeOffset now)
    {
        var rules = shelves.Settings;
        Money[] goods = [.. chosen.Select(c => c.Lines.Aggregate(Money.Zero(rules.Currency), (sum, l) => sum + (l.UnitPrice * l.Quantity)))];
        var fees = new Money(rules.PlatformFee, rules.Currency).Split([.. goods.Select(g => g.Amount)]);
        PartDraft[] parts = [.. chosen.Select((c, i) => Part(c.Vendor, c.Lines, goods[i], fees[i], home.Position, rules, now))];
        var isAllCollected = parts.All(p => p.Method == FulfilmentMethod.Pickup);
        var about = goods.Aggregate((a, b) => a + b).Amount;
        var method = about < rules.CashLimit * 0.8m && random.Happens(0.22)
            ? PaymentMethod.CashOnDelivery
            : random.NextDouble() switch { < 0.66 => PaymentMethod.Upi, < 0.9 => PaymentMethod.Card, _ => PaymentMethod.Wallet };
        var number = NewNumber();
        return new(
            number, shopper.Id, shopper.TokenHash(number), shopper.Contact, isAllCollected ? null : shopper.AddressAt(home), rules.PriceIncludesTax,
            method, rules.PaymentTime, parts);
    }

    private PartDraft Part(Vendor vendor, LineDraft[] lines, Money goods, Money platformFee, Position home, MarketplaceSettings rules, DateTimeOffset now)
    {
        var straight = vendor.Position.MetresTo(home) / 1000;
        var isDelivery = straight <= vendor.DeliveryRadiusKm && !random.Happens(0.12);
        var km = Math.Round(straight * StreetFactor, 1);
        var tariff = new Money(isDelivery ? rules.Tariff.FeeFor(km) : 0, rules.Currency);
        var fee = vendor.FreeDeliveryFrom is { } from && goods.Amount >= from ? Money.Zero(rules.Currency) : tariff;
        var ready = now + TimeSpan.FromMinutes(vendor.PreparationMinutes);
        var arrives = isDelivery ? ready + HandoverTime + TimeSpan.FromHours(km / RiderKilometresPerHour) : ready;
        return new(
            vendor.Id, vendor.Name, vendor.Slug, vendor.Hue, vendor.Street, vendor.Position, isDelivery ? FulfilmentMethod.Delivery : FulfilmentMethod.Pickup,
            lines, fee, tariff.Percent(rules.RiderSharePercent), platformFee, rules.TaxRateOf(TaxClass.Fees, _region), vendor.CommissionPercent,
            isDelivery ? km : null, arrives, arrives + Window, random.Text("0123456789", 4), random.Text("0123456789", 4), random.Happens(0.14) ? random.Pick(Notes) : null);
    }

    private string NewNumber()
    {
        while (true)
        {
            var number = $"MK-{random.Text(NumberLetters, 4)}-{random.Text(NumberLetters, 4)}";
            if (_numbers.Add(number))
            {
                return number;
            }
        }
    }
}
