using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

/// <summary>What somebody tells who asks to work with the marketplace.</summary>
/// <param name="Name">Under which others will know them.</param>
/// <param name="Pitch">For who decides: why, and of a rider where and when.</param>
/// <param name="Phone">Riders only, as is the vehicle.</param>
/// <param name="Links">Where they can be seen; all but riders. They stand on the public page.</param>
public sealed record PartnerApplicationContent(PartnerRole Role, string Name, string Pitch, string? Phone, string? Vehicle, IReadOnlyList<string> Links)
{
    internal Error? Check() =>
        PartnerErrors.Text("name", Name, 2, PartnerApplication.NameMaxLength)
        ?? PartnerErrors.Text("pitch", Pitch, 10, PartnerApplication.PitchMaxLength)
        ?? (Role == PartnerRole.Rider ? CheckRider() : CheckOther());

    private Error? CheckRider() =>
        PartnerErrors.Text("phone", Phone ?? "", Rider.PhoneMinLength, Rider.PhoneMaxLength)
        ?? PartnerErrors.Unless(Phone!.All(c => char.IsAsciiDigit(c) || "+-() ".Contains(c, StringComparison.Ordinal)), "phone", "A phone number has digits, and perhaps + ( ) - and spaces.")
        ?? PartnerErrors.Text("vehicle", Vehicle ?? "", 2, Rider.VehicleMaxLength)
        ?? PartnerErrors.Unless(Links.Count == 0, "links", "A rider needs no links.");

    private Error? CheckOther() =>
        PartnerErrors.Unless(string.IsNullOrWhiteSpace(Phone), "phone", "Only riders give a phone number.")
        ?? PartnerErrors.Unless(string.IsNullOrWhiteSpace(Vehicle), "vehicle", "Only riders give a vehicle.");
}
