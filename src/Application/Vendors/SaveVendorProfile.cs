using System.Globalization;
using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public sealed record SaveVendorProfile(VendorId Vendor, SaveVendorProfileRequest Request);

/// <summary>Nothing is missing; everything else is the shop's own rule.</summary>
public sealed class SaveVendorProfileRequestValidator : AbstractValidator<SaveVendorProfileRequest>
{
    public SaveVendorProfileRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty();
        RuleFor(r => r.Tagline).NotNull();
        RuleFor(r => r.Story).NotNull();
        RuleFor(r => r.Street).NotEmpty();
        RuleFor(r => r.City).NotEmpty();
        RuleFor(r => r.Region).NotNull();
        RuleFor(r => r.PostalCode).NotEmpty();
        RuleFor(r => r.Position).NotNull();
        RuleFor(r => r.Phone).NotEmpty();
        RuleFor(r => r.Email).NotEmpty().EmailAddress();
        RuleFor(r => r.Hours).NotNull().Must(h => h is { Count: <= Vendor.MaxStretches }).WithMessage("At most four stretches a day.");
        RuleForEach(r => r.Hours).NotNull();
    }
}

public sealed class SaveVendorProfileHandler(IMarketplaceDb db, IMediaStore media, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(SaveVendorProfile command, CancellationToken ct)
    {
        var r = command.Request;
        if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        MediaId? logo = r.LogoId is { } l ? new MediaId(l) : null;
        MediaId? banner = r.BannerId is { } b ? new MediaId(b) : null;
        var missing = await media.MissingAsync([.. new[] { logo, banner }.OfType<MediaId>()], ct);
        if (missing.Count > 0)
        {
            return MediaErrors.Unknown(missing[0] == logo ? "logoId" : "bannerId");
        }

        var before = vendor.FreeDeliveryFrom;
        var saved = vendor.SaveProfile(
            new(
                r.Name, r.Tagline, r.Story, r.Hue, logo, banner, r.Street, r.City, r.Region, r.PostalCode, r.Position.ToPosition(), r.Phone, r.Email,
                [.. r.Hours.Select(h => new OpeningHours(h.Day, h.Opens, h.Closes))], r.PreparationMinutes, r.OffersPickup, r.OffersDelivery, r.DeliveryRadiusKm, r.FreeDeliveryFrom),
            clock.GetUtcNow());
        if (saved.IsSuccess)
        {
            if (before != vendor.FreeDeliveryFrom)
            {
                // The shop bears what the shopper does not pay: it changes what is paid out.
                audit.Note(new("shop.free-delivery-changed", AuditSubject.Shop(vendor.Id), vendor.Id, Amount(before), Amount(vendor.FreeDeliveryFrom)));
            }

            await db.SaveChangesAsync(ct);
        }

        return saved;
    }

    private static string Amount(decimal? amount) => amount?.ToString("0.####", CultureInfo.InvariantCulture) ?? "never";
}
