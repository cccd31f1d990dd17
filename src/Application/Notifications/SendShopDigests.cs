using System.Globalization;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;

namespace Marketplace.Application.Notifications;

public sealed record DigestProduct(string Slug, string Name, string Shop);

/// <summary>Who is to be told of new products, and of which.</summary>
public interface IShopDigests
{
    /// <summary>Somebody who wants it, was not told for so long, and follows a shop with something new since. It is in one hand as long as the transaction lasts.</summary>
    Task<(UserId User, DateTimeOffset Since)?> TakeDueAsync(DateTimeOffset now, TimeSpan pause, CancellationToken ct);

    Task<IReadOnlyList<DigestProduct>> NewProductsAsync(UserId user, DateTimeOffset since, DateTimeOffset until, int most, CancellationToken ct);

    Task ToldAsync(UserId user, DateTimeOffset until, CancellationToken ct);
}

/// <summary>Mails about new products of the shops that somebody follows: marketing, and only for who agreed to it.</summary>
public sealed class SendShopDigestsHandler(IMarketplaceDb db, IShopDigests digests, IUserDirectory directory, IUnsubscribeKeys keys, Notifier notifier, PublicUrls urls, TimeProvider clock) : IHandler
{
    public static readonly TimeSpan Pause = TimeSpan.FromDays(7);

    private const int Most = 12;

    /// <returns>Whether there may be another one.</returns>
    public async Task<bool> SendOneAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await digests.TakeDueAsync(now, Pause, ct) is not var (user, since))
        {
            return false;
        }

        await digests.ToldAsync(user, now, ct);
        if (await directory.ConfirmedAddressOfAsync(user, ct) is { } address)
        {
            var products = await digests.NewProductsAsync(user, since, now, Most, ct);
            await notifier.MarketAsync("shop-digest", user.Value + now.ToString("O", CultureInfo.InvariantCulture), address, keys.Of(user), new()
            {
                ["count"] = products.Count == 1 ? "One new product" : $"{products.Count} new products",
                ["products"] = products.Select(p => (IReadOnlyDictionary<string, object>)new Dictionary<string, object>
                {
                    ["name"] = p.Name, ["shop"] = p.Shop, ["productUrl"] = $"{urls.Store}/products/{p.Slug}",
                }).ToList(),
            }, ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
