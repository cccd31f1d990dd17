using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Settings;

/// <param name="Rates">Region code to percent; <c>*</c> is everywhere else.</param>
public sealed record TaxClassDto(string Code, string Name, IReadOnlyDictionary<string, decimal> Rates);

/// <summary>How the marketplace charges. Amounts are in the store's currency.</summary>
/// <param name="DeliveryBaseFee">For the first <c>DeliveryBaseKm</c> kilometres.</param>
/// <param name="DeliveryPerKmFee">For each further kilometre begun.</param>
/// <param name="RiderSharePercent">Of the delivery fee before a shop's free delivery: 0 to 100.</param>
/// <param name="AnswerSeconds">How long a shop has to accept.</param>
/// <param name="OfferSeconds">How long a rider has to accept.</param>
/// <param name="RidersWorkInShifts">Offers go only to riders in a shift of theirs; otherwise to who is online.</param>
/// <param name="ShiftNoticeHours">A shift is given back at the latest this long before it begins.</param>
public sealed record SettingsDto(
    int Revision, string StoreName, string Currency, string Region, bool PriceIncludesTax, decimal DeliveryBaseFee, double DeliveryBaseKm, decimal DeliveryPerKmFee,
    decimal RiderSharePercent, decimal PlatformFee, decimal CashLimit, decimal DefaultCommissionPercent, int AnswerSeconds, int OfferSeconds, int PaymentMinutes,
    int MaxQuantityPerLine, IReadOnlyList<TaxClassDto> TaxClasses, bool RidersWorkInShifts = false, int ShiftNoticeHours = 12) : IRevised;

public sealed class SettingsClient(HttpClient http)
{
    public Task<SettingsDto> GetAsync(CancellationToken ct = default) => http.GetAsync<SettingsDto>("api/v1/admin/settings", ct);

    /// <summary>Refused (412) when they are of another revision now.</summary>
    public Task<SettingsDto> SaveAsync(SettingsDto settings, CancellationToken ct = default) =>
        http.SaveAsync<SettingsDto>("api/v1/admin/settings", settings.Revision, settings, ct);

    /// <summary>The part that every client may know: name, currency, tax classes' codes.</summary>
    public Task<StoreInfo> StoreAsync(CancellationToken ct = default) => http.GetAsync<StoreInfo>("api/v1/store", ct);
}

public sealed record StoreInfo(string Name, string Currency, string Region, bool PriceIncludesTax, IReadOnlyList<TaxClassOption> TaxClasses);

public sealed record TaxClassOption(string Code, string Name, decimal Rate);
