using FluentValidation;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public sealed record RegisterVendor(UserId Owner, RegisterVendorRequest Request);

public sealed class RegisterVendorRequestValidator : AbstractValidator<RegisterVendorRequest>
{
    public RegisterVendorRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Vendor.NameMaxLength);
        RuleFor(r => r.Tagline).NotNull().MaximumLength(Vendor.TaglineMaxLength);
        RuleFor(r => r.Street).NotEmpty().MaximumLength(Vendor.LineMaxLength);
        RuleFor(r => r.City).NotEmpty().MaximumLength(Vendor.LineMaxLength);
        RuleFor(r => r.Region).NotNull().MaximumLength(Vendor.LineMaxLength);
        RuleFor(r => r.PostalCode).NotEmpty().MaximumLength(16);
        RuleFor(r => r.Position).NotNull();
        RuleFor(r => r.Phone).NotEmpty().MaximumLength(Vendor.PhoneMaxLength);
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(Vendor.EmailMaxLength);
    }
}

public sealed class RegisterVendorHandler(IMarketplaceDb db, ISettings settings, TimeProvider clock) : IHandler
{
    private const int MaxShops = 5;

    public async Task<Result<VendorId>> HandleAsync(RegisterVendor command, CancellationToken ct)
    {
        if (await db.VendorMembers.CountAsync(m => m.UserId == command.Owner && m.Role == VendorRole.Owner, ct) >= MaxShops)
        {
            return VendorErrors.TooManyShops;
        }

        var (request, terms) = (command.Request, await settings.GetAsync(ct));
        var wanted = Slug.From(request.Name, "shop");
        var taken = await db.Vendors.Where(v => v.Slug.StartsWith(wanted)).Select(v => v.Slug).ToHashSetAsync(ct);
        var registered = Vendor.Register(
            command.Owner, Slug.Free(wanted, taken),
            new(request.Name, request.Tagline, request.Street, request.City, request.Region, request.PostalCode, terms.DefaultTaxRegion.Country, request.Position.ToPosition(), request.Phone, request.Email),
            terms.DefaultCommissionPercent, clock.GetUtcNow());
        if (!registered.IsSuccess)
        {
            return registered.Error;
        }

        db.Vendors.Add(registered.Value);
        await db.SaveChangesAsync(ct);
        return registered.Value.Id;
    }
}
