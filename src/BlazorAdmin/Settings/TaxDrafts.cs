using Marketplace.Contracts.Settings;

namespace Marketplace.BlazorAdmin.Settings;

/// <summary>A tax region while it is edited: the beginnings of postal codes as one text, parted by commas or spaces.</summary>
public sealed class TaxRegionDraft
{
    private static readonly char[] Between = [',', ';', ' '];

    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public string Country { get; set; } = "";
    public string State { get; set; } = "";
    public string PostalPrefixes { get; set; } = "";

    public string? Error =>
        Name.Trim().Length == 0 || Code.Trim().Length == 0 ? "A name and a code"
        : Country.Trim().Length != 2 ? "A country of two letters, such as IN"
        : null;

    public static TaxRegionDraft Of(TaxRegionDto region) => new()
    {
        Code = region.Code,
        Name = region.Name,
        Country = region.Country,
        State = region.State ?? "",
        PostalPrefixes = string.Join(", ", region.PostalPrefixes),
    };

    public TaxRegionDto ToDto() => new(
        Code.Trim(), Name.Trim(), Country.Trim(), State.Trim() is { Length: > 0 } state ? state : null,
        PostalPrefixes.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>A tax class while it is edited.</summary>
public sealed class TaxClassDraft
{
    public const string Everywhere = "*";

    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public List<TaxRateDraft> Rates { get; } = [];

    public string? Error =>
        Code.Trim().Length == 0 || Name.Trim().Length == 0 ? "A code and a name"
        : Rates.Any(r => r.Region.Trim().Length == 0 || SettingsForm.Read(r.Percent) is null) ? "Each rate has a region and a number"
        : Rates.GroupBy(r => r.Region.Trim(), StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1) ? "Each region once"
        : Rates.All(r => r.Region.Trim() != Everywhere) ? "A rate for everywhere else as well"
        : null;

    public static TaxClassDraft Of(TaxClassDto tax)
    {
        var draft = new TaxClassDraft { Code = tax.Code, Name = tax.Name };
        draft.Rates.AddRange(tax.Rates.OrderBy(r => r.Key != Everywhere).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => new TaxRateDraft { Region = r.Key, Percent = SettingsForm.Text(r.Value) }));
        return draft;
    }

    public TaxClassDto ToDto() => new(Code.Trim(), Name.Trim(), Rates.ToDictionary(r => r.Region.Trim(), r => SettingsForm.Read(r.Percent) ?? 0));
}

public sealed class TaxRateDraft
{
    public string Region { get; set; } = "";
    public string Percent { get; set; } = "";
}
