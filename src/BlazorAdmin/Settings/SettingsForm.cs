using System.Globalization;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Settings;

/// <summary>The settings while they are edited: numbers as typed.</summary>
public sealed class SettingsForm
{
    private int _revision;

    public string StoreName { get; set; } = "";
    public string Currency { get; set; } = "";
    public string Region { get; set; } = "";
    public bool PriceIncludesTax { get; set; }
    public string DeliveryBaseFee { get; set; } = "";
    public string DeliveryBaseKm { get; set; } = "";
    public string DeliveryPerKmFee { get; set; } = "";
    public string RiderSharePercent { get; set; } = "";
    public string PlatformFee { get; set; } = "";
    public string CashLimit { get; set; } = "";
    public string DefaultCommissionPercent { get; set; } = "";
    public string AnswerSeconds { get; set; } = "";
    public string OfferSeconds { get; set; } = "";
    public string PaymentMinutes { get; set; } = "";
    public string MaxQuantityPerLine { get; set; } = "";
    public List<TaxRegionDraft> TaxRegions { get; } = [];
    public bool RidersWorkInShifts { get; set; }
    public string ShiftNoticeHours { get; set; } = "";
    public List<TaxClassDraft> TaxClasses { get; } = [];

    public string Sign => MoneyWords.Symbol(Currency).Trim();

    /// <summary>What the fees as typed come to, so that a slip is seen before it is saved.</summary>
    public string Example => Read(DeliveryBaseFee) is { } fee && Read(DeliveryBaseKm) is { } km && Read(DeliveryPerKmFee) is { } more
        ? $"Delivery over {Words.Distance((double)(km + 2) * 1000)} costs {Words.Money(fee + 2 * more, Currency)}: {Words.Money(fee, Currency)} and {Words.Money(more, Currency)} for each of 2 km."
        : "";

    /// <summary>The member of the first number that cannot be read.</summary>
    public string? FirstError => new[]
        {
            ("deliveryBaseFee", DeliveryBaseFee), ("deliveryBaseKm", DeliveryBaseKm), ("deliveryPerKmFee", DeliveryPerKmFee), ("riderSharePercent", RiderSharePercent),
            ("platformFee", PlatformFee), ("defaultCommissionPercent", DefaultCommissionPercent), ("answerSeconds", AnswerSeconds), ("offerSeconds", OfferSeconds),
            ("paymentMinutes", PaymentMinutes), ("cashLimit", CashLimit), ("maxQuantityPerLine", MaxQuantityPerLine), ("shiftNoticeHours", ShiftNoticeHours),
        }
        .Where(f => Error(f.Item2) is not null).Select(f => f.Item1).FirstOrDefault()
        ?? (TaxRegions.FindIndex(t => t.Error is not null) is >= 0 and var region ? $"taxRegions[{region}].name" : null)
        ?? (TaxClasses.FindIndex(t => t.Error is not null) is >= 0 and var at ? $"taxClasses[{at}]" : null);

    public static SettingsForm Of(SettingsDto settings)
    {
        var form = new SettingsForm
        {
            _revision = settings.Revision,
            StoreName = settings.StoreName,
            Currency = settings.Currency,
            Region = settings.Region,
            PriceIncludesTax = settings.PriceIncludesTax,
            DeliveryBaseFee = Text(settings.DeliveryBaseFee),
            DeliveryBaseKm = Text((decimal)settings.DeliveryBaseKm),
            DeliveryPerKmFee = Text(settings.DeliveryPerKmFee),
            RiderSharePercent = Text(settings.RiderSharePercent),
            PlatformFee = Text(settings.PlatformFee),
            CashLimit = Text(settings.CashLimit),
            DefaultCommissionPercent = Text(settings.DefaultCommissionPercent),
            AnswerSeconds = Text(settings.AnswerSeconds),
            OfferSeconds = Text(settings.OfferSeconds),
            PaymentMinutes = Text(settings.PaymentMinutes),
            MaxQuantityPerLine = Text(settings.MaxQuantityPerLine),
            RidersWorkInShifts = settings.RidersWorkInShifts,
            ShiftNoticeHours = Text(settings.ShiftNoticeHours),
        };
        form.TaxRegions.AddRange((settings.TaxRegions ?? []).Select(TaxRegionDraft.Of));
        form.TaxClasses.AddRange(settings.TaxClasses.Select(TaxClassDraft.Of));
        return form;
    }

    public SettingsDto ToSettings() => new(
        _revision, StoreName.Trim(), Currency, Region.Trim(), PriceIncludesTax, Number(DeliveryBaseFee), (double)Number(DeliveryBaseKm),
        Number(DeliveryPerKmFee), Number(RiderSharePercent), Number(PlatformFee), Number(CashLimit), Number(DefaultCommissionPercent),
        (int)Number(AnswerSeconds), (int)Number(OfferSeconds), (int)Number(PaymentMinutes), (int)Number(MaxQuantityPerLine),
        [.. TaxClasses.Select(t => t.ToDto())], RidersWorkInShifts, (int)Number(ShiftNoticeHours), [.. TaxRegions.Select(t => t.ToDto())]);

    /// <summary>Gives a region another code, and everything that names it.</summary>
    public void Rename(TaxRegionDraft region, string? code)
    {
        var (before, after) = (region.Code, code?.Trim() ?? "");
        if (before.Length > 0 && TaxRegions.Count(r => r.Code == before) == 1)
        {
            Region = Region == before ? after : Region;
            TaxClasses.SelectMany(c => c.Rates).Where(r => r.Region == before).ToList().ForEach(r => r.Region = after);
        }

        region.Code = after;
    }

    /// <summary>What a region is needed for, in words; empty when it can go.</summary>
    public string UsesOf(TaxRegionDraft region) => region.Code.Length == 0 ? "" : Words.List(
    [
        .. Region == region.Code ? (string[])["the usual region"] : [],
        .. TaxClasses.Where(c => c.Rates.Any(r => r.Region == region.Code)).Select(c => $"a rate of {c.Name}"),
    ]);

    public static string? Error(string typed) => Read(typed) is null ? "A number, such as 12.5" : null;

    internal static decimal? Read(string typed) =>
        decimal.TryParse(typed.Trim().Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static string Text(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static decimal Number(string typed) => Read(typed) ?? 0;
}
