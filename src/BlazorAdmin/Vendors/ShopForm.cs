using System.Globalization;
using Marketplace.BlazorAdmin.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>A shop while it is edited.</summary>
public sealed class ShopForm
{
    public int Revision { get; private init; }
    public string Name { get; set; } = "";
    public string Tagline { get; set; } = "";
    public string Story { get; set; } = "";
    public int Hue { get; set; } = 1;
    public ImageDto? Logo { get; set; }
    public ImageDto? Banner { get; set; }
    public string Street { get; set; } = "";
    public string City { get; set; } = "";
    public string Region { get; set; } = "";
    public string PostalCode { get; set; } = "";
    public PositionDto? Position { get; set; }
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public List<OpeningDraft> Hours { get; } = [];
    public int PreparationMinutes { get; set; } = 15;
    public bool OffersPickup { get; set; } = true;
    public bool OffersDelivery { get; set; } = true;
    public string Radius { get; set; } = "3";
    public string FreeDeliveryFrom { get; set; } = "";

    public static ShopForm Of(VendorProfile shop)
    {
        var form = new ShopForm
        {
            Revision = shop.Revision,
            Name = shop.Name,
            Tagline = shop.Tagline,
            Story = shop.Story,
            Hue = shop.Hue,
            Logo = shop.Logo,
            Banner = shop.Banner,
            Street = shop.Street,
            City = shop.City,
            Region = shop.Region,
            PostalCode = shop.PostalCode,
            Position = shop.Position,
            Phone = shop.Phone,
            Email = shop.Email,
            PreparationMinutes = shop.PreparationMinutes,
            OffersPickup = shop.OffersPickup,
            OffersDelivery = shop.OffersDelivery,
            Radius = shop.DeliveryRadiusKm.ToString("0.##", CultureInfo.InvariantCulture),
            FreeDeliveryFrom = shop.FreeDeliveryFrom is { } from ? ProductWords.Typed(from.Amount) : "",
        };
        form.Hours.AddRange(shop.Hours.OrderBy(h => (h.Day + 6) % 7).ThenBy(h => h.Opens).Select(h => new OpeningDraft { Day = h.Day, Opens = h.Opens, Closes = h.Closes }));
        return form;
    }

    public string? RadiusError => RadiusKm is > 0 and <= 100 ? null : "A number of kilometres from 0.1 to 100";

    public string? FreeDeliveryError
    {
        get
        {
            string? error = null;
            return string.IsNullOrWhiteSpace(FreeDeliveryFrom) || ProductWords.ReadPrice(FreeDeliveryFrom, out error) is not null ? null : error;
        }
    }

    private double? RadiusKm => double.TryParse(Radius.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var km) ? km : null;

    public SaveVendorProfileRequest ToRequest() => new(
        Name.Trim(), Tagline.Trim(), Story.Trim(), Hue, Logo?.Id, Banner?.Id, Street.Trim(), City.Trim(), Region.Trim(), PostalCode.Trim(),
        Position!, Phone.Trim(), Email.Trim(), [.. Hours.Select(h => new OpeningHoursDto(h.Day, h.Opens, h.Closes))], PreparationMinutes,
        OffersPickup, OffersDelivery, RadiusKm ?? 0, string.IsNullOrWhiteSpace(FreeDeliveryFrom) ? null : ProductWords.ReadPrice(FreeDeliveryFrom, out _));
}

public sealed class OpeningDraft
{
    public int Day { get; set; }
    public TimeOnly Opens { get; set; } = new(9, 0);
    public TimeOnly Closes { get; set; } = new(21, 0);
}
