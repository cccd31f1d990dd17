using Marketplace.Domain.Settings;

namespace Marketplace.Application.Settings;

/// <summary>The settings that hold now. Read often, so an adapter may answer from memory, a few seconds late at most.</summary>
public interface ISettings
{
    ValueTask<MarketplaceSettings> GetAsync(CancellationToken ct);
}
