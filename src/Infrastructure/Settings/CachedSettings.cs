using Marketplace.Application.Settings;
using Marketplace.Domain.Settings;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Settings;

/// <summary>Keeps the settings for two seconds, so that no request reads them twice and every node follows a change soon.</summary>
internal sealed class CachedSettings(IServiceScopeFactory scopes, StoreSetup setup, TimeProvider clock) : ISettings
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);
    private Entry? _entry;

    public ValueTask<MarketplaceSettings> GetAsync(CancellationToken ct) =>
        _entry is { } entry && clock.GetElapsedTime(entry.ReadAt) < Lifetime ? new(entry.Settings) : new(ReadAsync(ct));

    private async Task<MarketplaceSettings> ReadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var settings = await db.Set<MarketplaceSettings>().AsNoTracking().SingleOrDefaultAsync(ct) ?? setup.Settings();
        _entry = new(settings, clock.GetTimestamp());
        return settings;
    }

    private sealed record Entry(MarketplaceSettings Settings, long ReadAt);
}
