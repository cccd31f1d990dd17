using System.Globalization;
using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Settings;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Settings;

public sealed class SettingsValidator : AbstractValidator<SettingsDto>
{
    public SettingsValidator()
    {
        RuleFor(s => s.StoreName).NotEmpty().MaximumLength(80);
        RuleFor(s => s.Region).NotEmpty().MaximumLength(TaxRegion.CodeMaxLength);
        RuleFor(s => s.DeliveryBaseFee).InclusiveBetween(0, 100_000);
        RuleFor(s => s.DeliveryBaseKm).InclusiveBetween(0, 100);
        RuleFor(s => s.DeliveryPerKmFee).InclusiveBetween(0, 100_000);
        RuleFor(s => s.RiderSharePercent).InclusiveBetween(0, 100);
        RuleFor(s => s.PlatformFee).InclusiveBetween(0, 100_000);
        RuleFor(s => s.CashLimit).InclusiveBetween(0, 10_000_000);
        RuleFor(s => s.DefaultCommissionPercent).InclusiveBetween(0, Vendor.MaxCommissionPercent);
        RuleFor(s => s.AnswerSeconds).InclusiveBetween(30, 86_400);
        RuleFor(s => s.OfferSeconds).InclusiveBetween(10, 600);
        RuleFor(s => s.PaymentMinutes).InclusiveBetween(1, 1_440);
        RuleFor(s => s.MaxQuantityPerLine).InclusiveBetween(1, 1_000);
        RuleFor(s => s.ShiftNoticeHours).InclusiveBetween(0, 168);
        RuleFor(s => s.TaxClasses).NotEmpty().Must(c => c is null || c.Count <= 30);
        RuleForEach(s => s.TaxClasses).NotNull().ChildRules(c =>
        {
            c.RuleFor(x => x.Code).NotEmpty().MaximumLength(20);
            c.RuleFor(x => x.Name).NotEmpty().MaximumLength(80);
            c.RuleFor(x => x.Rates).NotEmpty().Must(r => r is null || r.All(x => x.Key.Length is > 0 and <= TaxRegion.CodeMaxLength && x.Value is >= 0 and <= 100)).WithMessage("A rate is 0 to 100 percent.");
        });
        RuleFor(s => s.TaxRegions).Must(r => r is null || r.Count <= TaxRegion.Most).WithMessage($"{TaxRegion.Most} regions at most.");
        RuleForEach(s => s.TaxRegions).NotNull().ChildRules(r =>
        {
            r.RuleFor(x => x.Code).NotEmpty().MaximumLength(TaxRegion.CodeMaxLength);
            r.RuleFor(x => x.Name).NotEmpty().MaximumLength(TaxRegion.NameMaxLength);
            r.RuleFor(x => x.Country).NotNull().Matches("^[A-Za-z]{2}$").WithMessage("A country has two letters, such as IN.");
            r.RuleFor(x => x.State).MaximumLength(TaxRegion.CodeMaxLength);
            r.RuleFor(x => x.PostalPrefixes).NotNull().Must(p => p is null || (p.Count <= TaxRegion.Most && p.All(x => x is { Length: > 0 and <= TaxRegion.PrefixMaxLength })))
                .WithMessage($"The beginning of a postal code has 1 to {TaxRegion.PrefixMaxLength} characters.");
        });
    }
}

/// <summary>Reads and changes how the marketplace charges. Orders that were placed keep what they were placed with.</summary>
public sealed class ChangeSettingsHandler(IMarketplaceDb db, StoreSetup setup, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<SettingsDto> ShowAsync(CancellationToken ct) => ToDto(await FindAsync(ct) ?? setup.Settings());

    public async Task<Result<SettingsDto>> HandleAsync(SettingsDto wanted, CancellationToken ct)
    {
        var settings = await LoadAsync(ct);
        if (wanted.Currency != settings.Currency)
        {
            return SettingsErrors.CurrencyStays(settings.Currency);
        }

        var before = InWords(ToDto(settings));
        var changed = settings.Change(
            new(wanted.StoreName, wanted.Region, wanted.PriceIncludesTax, new(wanted.DeliveryBaseFee, wanted.DeliveryBaseKm, wanted.DeliveryPerKmFee), wanted.RiderSharePercent,
                wanted.PlatformFee, wanted.CashLimit, wanted.DefaultCommissionPercent, TimeSpan.FromSeconds(wanted.AnswerSeconds), TimeSpan.FromSeconds(wanted.OfferSeconds),
                TimeSpan.FromMinutes(wanted.PaymentMinutes), wanted.MaxQuantityPerLine, [.. wanted.TaxClasses.Select(c => new TaxClass(c.Code.Trim(), c.Name.Trim(), c.Rates))],
                wanted.RidersWorkInShifts, TimeSpan.FromHours(wanted.ShiftNoticeHours),
                wanted.TaxRegions is null ? null : [.. wanted.TaxRegions.Select(r => new TaxRegion(r.Code, r.Name, r.Country, r.State, r.PostalPrefixes))]),
            clock.GetUtcNow());
        if (!changed.IsSuccess)
        {
            return changed.Error;
        }

        var after = InWords(ToDto(settings));
        audit.Note(new("settings.changed", AuditSubject.Settings, Before: Only(before, unlike: after), After: Only(after, unlike: before)));
        await db.SaveChangesAsync(ct);
        return ToDto(settings);
    }

    private static string[] InWords(SettingsDto s) =>
    [
        .. new (string Name, object Value)[]
        {
            ("store", s.StoreName), ("region", s.Region), ("prices include tax", s.PriceIncludesTax), ("delivery base fee", s.DeliveryBaseFee), ("delivery base km", s.DeliveryBaseKm),
            ("delivery fee per km", s.DeliveryPerKmFee), ("rider share %", s.RiderSharePercent), ("platform fee", s.PlatformFee), ("cash limit", s.CashLimit),
            ("commission %", s.DefaultCommissionPercent), ("answer seconds", s.AnswerSeconds), ("offer seconds", s.OfferSeconds), ("payment minutes", s.PaymentMinutes),
            ("most of a line", s.MaxQuantityPerLine), ("riders work in shifts", s.RidersWorkInShifts), ("shift notice hours", s.ShiftNoticeHours),
        }
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name}: {part.Value}")),
        .. s.TaxRegions!.Select(r => $"tax region {r.Code}: {r.Name}, {string.Join(' ', new[] { r.Country, r.State }.Concat(r.PostalPrefixes).Where(t => t is not null))}"),
        .. s.TaxClasses.Select(c => $"tax {c.Code}: {string.Join(' ', c.Rates.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key}={r.Value}")))}"),
    ];

    private static string Only(string[] words, string[] unlike) => string.Join("; ", words.Except(unlike));

    private Task<MarketplaceSettings?> FindAsync(CancellationToken ct) => db.Set<MarketplaceSettings>().SingleOrDefaultAsync(ct);

    private async Task<MarketplaceSettings> LoadAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is { } settings)
        {
            return settings;
        }

        settings = setup.Settings();
        db.Set<MarketplaceSettings>().Add(settings);
        return settings;
    }

    private static SettingsDto ToDto(MarketplaceSettings s) => new(
        s.Revision, s.StoreName, s.Currency, s.Region, s.PriceIncludesTax, s.Tariff.BaseFee, s.Tariff.BaseKilometres, s.Tariff.PerKilometre, s.RiderSharePercent,
        s.PlatformFee, s.CashLimit, s.DefaultCommissionPercent, (int)s.AnswerTime.TotalSeconds, (int)s.OfferTime.TotalSeconds, (int)s.PaymentTime.TotalMinutes,
        s.MaxQuantityPerLine, [.. s.TaxClasses.Select(c => new TaxClassDto(c.Code, c.Name, c.Rates))], s.RidersWorkInShifts, (int)s.ShiftNotice.TotalHours,
        [.. s.TaxRegions.Select(r => new TaxRegionDto(r.Code, r.Name, r.Country, r.State, r.PostalPrefixes))]);
}
