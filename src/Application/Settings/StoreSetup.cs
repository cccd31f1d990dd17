using Marketplace.Domain.Settings;

namespace Marketplace.Application.Settings;

/// <summary>How a marketplace starts, by its configuration; operations change all of it later but the currency.</summary>
/// <param name="Currency">ISO 4217 code, in which all prices are. Not changed once there are any.</param>
/// <param name="Region">ISO 3166-2 code of the first tax region, which counts where no other does.</param>
public sealed record StoreSetup(string Name = "Marketplace", string Currency = "INR", string Region = "IN-TN")
{
    public MarketplaceSettings Settings() => MarketplaceSettings.Defaults(Name, Currency, Region);
}
