using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Settings;

/// <param name="Code">Short, and unique among them: products name it.</param>
/// <param name="Rates">Code of a tax region to percent; <c>*</c> is everywhere else.</param>
public sealed record TaxClassDto(string Code, string Name, IReadOnlyDictionary<string, decimal> Rates);

/// <summary>
/// A place with tax rates of its own. Of several that an address is in, the one with the longest fitting prefix counts; between equal ones, the one that
/// names the state.
/// </summary>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="State">The second part of ISO 3166-2, <c>TN</c>; null for the whole country.</param>
/// <param name="PostalPrefixes">What postal codes begin with; none for all of them.</param>
public sealed record TaxRegionDto(string Code, string Name, string Country, string? State, IReadOnlyList<string> PostalPrefixes);

/// <summary>How the marketplace charges. Amounts are in the store's currency.</summary>
/// <param name="StoreName">1 to 80 characters.</param>
/// <param name="Region">The code of the tax region that counts where no other does, and before an address is known.</param>
/// <param name="DeliveryBaseFee">For the first <c>DeliveryBaseKm</c> kilometres.</param>
/// <param name="DeliveryBaseKm">Kilometres that the base fee is for: 0 to 100.</param>
/// <param name="DeliveryPerKmFee">For each further kilometre begun.</param>
/// <param name="RiderSharePercent">Of the delivery fee before a shop's free delivery: 0 to 100.</param>
/// <param name="PlatformFee">For each order.</param>
/// <param name="CashLimit">Orders above it cannot be paid in cash.</param>
/// <param name="DefaultCommissionPercent">What is kept of the goods of shops without another agreement: 0 to 90.</param>
/// <param name="AnswerSeconds">How long a shop has to accept.</param>
/// <param name="OfferSeconds">How long a rider has to accept.</param>
/// <param name="PaymentMinutes">How long a shopper has to pay: 1 to 1,440.</param>
/// <param name="MaxQuantityPerLine">Units of one variant in one order: 1 to 1,000.</param>
/// <param name="TaxClasses">At least one; 30 at most.</param>
/// <param name="RidersWorkInShifts">Offers go only to riders in a shift of theirs; otherwise to who is online.</param>
/// <param name="ShiftNoticeHours">A shift is given back at the latest this long before it begins.</param>
/// <param name="TaxRegions">A change that leaves them out leaves them as they are.</param>
public sealed record SettingsDto(
    int Revision, string StoreName, string Currency, string Region, bool PriceIncludesTax, decimal DeliveryBaseFee, double DeliveryBaseKm, decimal DeliveryPerKmFee,
    decimal RiderSharePercent, decimal PlatformFee, decimal CashLimit, decimal DefaultCommissionPercent, int AnswerSeconds, int OfferSeconds, int PaymentMinutes,
    int MaxQuantityPerLine, IReadOnlyList<TaxClassDto> TaxClasses, bool RidersWorkInShifts = false, int ShiftNoticeHours = 12,
    IReadOnlyList<TaxRegionDto>? TaxRegions = null) : IRevised;

public sealed class SettingsClient(HttpClient http)
{
    public Task<SettingsDto> GetAsync(CancellationToken ct = default) => http.GetAsync<SettingsDto>("api/v1/admin/settings", ct);

    /// <summary>Refused (412) when they are of another revision now.</summary>
    public Task<SettingsDto> SaveAsync(SettingsDto settings, CancellationToken ct = default) =>
        http.SaveAsync<SettingsDto>("api/v1/admin/settings", settings.Revision, settings, ct);

    /// <summary>The part that every client may know: name, currency, tax classes' codes.</summary>
    public Task<StoreInfo> StoreAsync(CancellationToken ct = default) => http.GetAsync<StoreInfo>("api/v1/store", ct);
}

/// <param name="TaxClasses">With their rates in the store's usual region.</param>
/// <param name="States">Those that tax may depend on, for forms that ask for an address; none while it depends on none.</param>
public sealed record StoreInfo(
    string Name, string Currency, string Region, bool PriceIncludesTax, IReadOnlyList<TaxClassOption> TaxClasses, IReadOnlyList<StateOption> States);

/// <param name="Code">ISO 3166-2, as an address has it: <c>IN-TN</c>.</param>
public sealed record StateOption(string Code, string Name);

/// <param name="Code">Send it as a product's <c>taxClass</c>.</param>
/// <param name="Rate">In percent, where the store is.</param>
public sealed record TaxClassOption(string Code, string Name, decimal Rate);
