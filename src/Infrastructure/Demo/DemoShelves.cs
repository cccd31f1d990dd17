using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Something of the demo town that can be bought.</summary>
/// <param name="OnHand">Units on the shelf when the demo begins.</param>
internal sealed record Offering(DemoShop Shop, Vendor Vendor, Product Product, Variant Variant, int OnHand, int LowStockAt)
{
    public string? VariantText => Variant.Options.Count == 0 ? null : string.Join(" · ", Variant.Options.Values);
}

/// <summary>Makes settings, aisles, shops and products of what the files tell, through the rules of the domain.</summary>
internal sealed class DemoShelves
{
    public const int DefaultLowStockAt = 3;
    private const string FreePort = "IN-FP";

    private static readonly IReadOnlyDictionary<int, TaxClass> TaxClasses = new Dictionary<int, TaxClass>
    {
        [0] = new("ZERO", "Fresh food, plants and books", Everywhere(0)),
        [5] = new("REDUCED", "Packed food, meals and handloom", Everywhere(5)),
        [12] = new("MIDDLE", "Clothes, pottery, furniture and medicine", Everywhere(12)),
        [18] = new("STANDARD", "Most goods", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 18, [FreePort] = 12 }),
    };

    /// <summary>The town's own state, the rest of the country, and a harbour island across the water with a rate of its own.</summary>
    private static readonly IReadOnlyList<TaxRegion> TaxRegions =
    [
        new(DemoTown.Region, "Tamil Nadu", DemoTown.Country, "TN", []),
        new("IN", "The rest of India", DemoTown.Country, null, []),
        new(FreePort, "Tarapet free port", DemoTown.Country, "TN", ["600 998"]),
    ];

    private readonly Dictionary<string, Category> _aisles = [];
    private readonly Dictionary<string, Brand> _brands = [];
    private readonly List<Vendor> _vendors = [];
    private readonly List<Product> _products = [];
    private readonly List<Offering> _offerings = [];

    private DemoShelves(MarketplaceSettings settings) => Settings = settings;

    public MarketplaceSettings Settings { get; }
    public IEnumerable<Category> Aisles => _aisles.Values;
    public IEnumerable<Brand> Brands => _brands.Values;
    public IReadOnlyList<Vendor> Vendors => _vendors;
    public IReadOnlyList<Product> Products => _products;
    public IReadOnlyList<Offering> Offerings => _offerings;
    public DemoTeam Team { get; private set; } = null!;

    /// <param name="opened">When the first order was still to come; everything here is older.</param>
    public static DemoShelves Fill(DemoTown town, IReadOnlyDictionary<string, MediaId> pictures, DateTimeOffset opened, Random random)
    {
        var shelves = new DemoShelves(DemoSettings(opened));
        shelves.AddAisles(town, pictures, opened);
        foreach (var shop in town.Shops)
        {
            shelves.AddShop(shop, town.Account(shop.Owner), pictures, opened, random);
        }

        shelves.Team = DemoTeam.Hire(town, shelves._vendors, opened);
        return shelves;
    }

    private static MarketplaceSettings DemoSettings(DateTimeOffset now)
    {
        var settings = MarketplaceSettings.Defaults(region: DemoTown.Region);
        Must(settings.Change(
            new(settings.StoreName, settings.Region, settings.PriceIncludesTax, settings.Tariff, settings.RiderSharePercent, settings.PlatformFee,
                settings.CashLimit, settings.DefaultCommissionPercent, settings.AnswerTime, settings.OfferTime, settings.PaymentTime,
                settings.MaxQuantityPerLine, [.. TaxClasses.Values, settings.TaxClasses.Single(c => c.Code == TaxClass.Fees)],
                settings.RidersWorkInShifts, settings.ShiftNotice, TaxRegions),
            now));
        return settings;
    }

    private void AddAisles(DemoTown town, IReadOnlyDictionary<string, MediaId> pictures, DateTimeOffset now)
    {
        foreach (var (position, aisle) in town.Aisles.Index())
        {
            var parent = Must(Category.Create(SlugOf(aisle.Name), aisle.Name, null, aisle.Hue, true, position, now, pictures.TryGetValue(DemoPictures.KeyOf(aisle.Picture, aisle.Hue), out var image) ? image : null));
            _aisles.Add(aisle.Name, parent);
            foreach (var (place, name) in aisle.Children.Index())
            {
                _aisles.Add(name, Must(Category.Create(SlugOf(name), name, parent.Id, aisle.Hue, true, place, now)));
            }
        }
    }

    private void AddShop(DemoShop shop, DemoAccount owner, IReadOnlyDictionary<string, MediaId> pictures, DateTimeOffset opened, Random random)
    {
        var isNew = shop.State == "pending";
        var since = isNew ? opened.AddDays(89) : opened.AddDays(-random.Next(20, 900));
        var vendor = Must(Vendor.Register(
            new UserId(owner.Id), shop.Slug,
            new(shop.Name, shop.Tagline, shop.Line1, DemoTown.City, DemoTown.Region, DemoTown.PostalCode, DemoTown.Country, shop.Position, shop.Phone, shop.Email),
            shop.Commission, since));
        Must(vendor.SaveProfile(
            new(shop.Name, shop.Tagline, $"{shop.Story}\n\nSold by {shop.LegalName}, GSTIN {shop.TaxNumber}.", shop.Hue, Picture(shop.Picture), Picture(shop.Products[0].Picture),
                shop.Line1, DemoTown.City, DemoTown.Region, DemoTown.PostalCode, shop.Position, shop.Phone, shop.Email, shop.OpeningHours,
                shop.PrepMinutes, OffersPickup: true, OffersDelivery: true, shop.RadiusKm, shop.FreeDeliveryFrom),
            since));
        if (!isNew)
        {
            Must(vendor.Approve(since.AddDays(1)));
        }

        _vendors.Add(vendor);
        foreach (var product in shop.Products)
        {
            AddProduct(shop, vendor, product, Picture(product.Picture), since.AddDays(1 + random.Next(0, isNew ? 1 : 18)).AddMinutes(random.Next(600)));
        }

        if (shop.State == "suspended")
        {
            Must(vendor.Suspend(shop.StateReason!, opened.AddDays(70)));
        }

        MediaId? Picture(string name) => pictures.TryGetValue(DemoPictures.KeyOf(name, shop.Hue), out var id) ? id : null;
    }

    private void AddProduct(DemoShop shop, Vendor vendor, DemoProduct goods, MediaId? picture, DateTimeOffset at)
    {
        var choices = goods.AllVariants.ToArray();
        var options = goods.Options ?? [];
        var content = new ProductContent(
            goods.Name, goods.About, _aisles[goods.Category].Id, goods.Brand is { } brand ? BrandOf(brand, at).Id : null, TaxClasses[goods.Gst].Code, goods.Unit, IsActive: true,
            picture is { } id ? [new(id, goods.Name)] : [],
            [.. options.Select((name, i) => new OptionType(name, [.. choices.Select(c => c.Values[i]).Distinct()]))],
            [.. choices.Select(c => new VariantContent(
                null, goods.Sku + c.Code, options.Zip(c.Values).ToDictionary(o => o.First, o => o.Second), new Money(c.Price!.Value, Settings.Currency), c.Was, c.Grams!.Value, null))],
            [.. (goods.Facts ?? new Dictionary<string, string>()).Select(f => new ProductFact(f.Key, f.Value))],
            goods.Tags ?? []);
        var product = Must(Product.Create(vendor.Id, Slug.Free(SlugOf(goods.Name), [.. _products.Select(p => p.Slug)]), content, at));
        if (goods.State is null)
        {
            Must(product.Publish(at));
        }

        _products.Add(product);
        _offerings.AddRange(choices.Zip(product.Variants, (choice, variant) =>
            new Offering(shop, vendor, product, variant, choice.Stock!.Value, goods.LowAt ?? DefaultLowStockAt)));
    }

    private Brand BrandOf(string name, DateTimeOffset at)
    {
        if (!_brands.TryGetValue(name, out var brand))
        {
            _brands.Add(name, brand = Brand.Add(SlugOf(name), name, at));
        }

        return brand;
    }

    private static string SlugOf(string name) => Slug.From(name, "tarapet");

    private static Dictionary<string, decimal> Everywhere(decimal percent) => new() { [TaxClass.Everywhere] = percent };

    /// <summary>The files keep the rules of the domain; where they do not, they are wrong.</summary>
    public static T Must<T>(Result<T> result) => result.IsSuccess
        ? result.Value
        : throw new InvalidDataException($"The demo breaks a rule: {result.Error.Code}, {result.Error.Message} {result.Error.Field}");
}
