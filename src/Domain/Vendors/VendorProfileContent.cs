using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

/// <summary>What somebody must tell to open a shop.</summary>
public sealed record VendorRegistration(
    string Name, string Tagline, string Street, string City, string Region, string PostalCode, string Country, Position Position, string Phone, string Email);

/// <summary>All that a shop tells about itself and may change by itself.</summary>
public sealed record VendorProfileContent(
    string Name, string Tagline, string Story, int Hue, MediaId? LogoId, MediaId? BannerId, string Street, string City, string Region,
    string PostalCode, Position Position, string Phone, string Email, IReadOnlyList<OpeningHours> Hours, int PreparationMinutes,
    bool OffersPickup, bool OffersDelivery, double DeliveryRadiusKm, decimal? FreeDeliveryFrom)
{
    internal Error? Check() =>
        Text("name", Name, 2, Vendor.NameMaxLength)
        ?? Text("tagline", Tagline, 0, Vendor.TaglineMaxLength)
        ?? Text("story", Story, 0, Vendor.StoryMaxLength)
        ?? Text("street", Street, 1, Vendor.LineMaxLength)
        ?? Text("city", City, 1, Vendor.LineMaxLength)
        ?? Text("region", Region, 0, Vendor.LineMaxLength)
        ?? Text("postalCode", PostalCode, 1, 16)
        ?? Text("phone", Phone, 5, Vendor.PhoneMaxLength)
        ?? Text("email", Email, 3, Vendor.EmailMaxLength)
        ?? Unless(Email.Contains('@', StringComparison.Ordinal), "email", "This is not an e-mail address.")
        ?? Unless(Hue is >= 1 and <= Vendor.Hues, "hue", $"Pick a colour from 1 to {Vendor.Hues}.")
        ?? Unless(Position.IsValid, "position", "The position is not on the map.")
        ?? Unless(PreparationMinutes is >= 1 and <= Vendor.MaxPreparationMinutes, "preparationMinutes", $"Preparation takes 1 to {Vendor.MaxPreparationMinutes} minutes.")
        ?? Unless(OffersPickup || OffersDelivery, "offersDelivery", "Offer delivery, pickup or both.")
        ?? Unless(DeliveryRadiusKm is >= 0.1 and <= Vendor.MaxRadiusKm, "deliveryRadiusKm", $"The delivery radius is 0.1 to {Vendor.MaxRadiusKm} km.")
        ?? Unless(FreeDeliveryFrom is null or >= 0 and < 1_000_000_000, "freeDeliveryFrom", "The amount for free delivery must not be negative.")
        ?? Unless(Hours.Count <= Vendor.MaxStretches && Hours.All(h => h.Day is >= 0 and <= 6), "hours", "Days are 0 (Sunday) to 6, with at most four stretches a day.")
        ?? Unless(!Overlap(), "hours", "Opening hours overlap.");

    /// <summary>Compares in minutes of the week, where Saturday night reaches into Sunday.</summary>
    private bool Overlap()
    {
        const int week = 7 * 24 * 60;
        var stretches = Hours.Select(h =>
        {
            var from = (h.Day * 24 * 60) + (int)h.Opens.ToTimeSpan().TotalMinutes;
            var minutes = (int)(h.Closes.ToTimeSpan() - h.Opens.ToTimeSpan()).TotalMinutes;
            return (From: from, Minutes: minutes <= 0 ? minutes + (24 * 60) : minutes);
        }).ToArray();
        return stretches.Where((a, i) => stretches.Where((_, j) => j != i).Any(b => (b.From - a.From + week) % week < a.Minutes)).Any();
    }

    private static Error? Text(string field, string text, int min, int max) =>
        Unless(text.Trim().Length >= min && text.Trim().Length <= max, field, min == 0 ? $"At most {max} characters." : $"{min} to {max} characters.");

    private static Error? Unless(bool isRight, string field, string message) => isRight ? null : VendorErrors.Wrong(field, message);
}
