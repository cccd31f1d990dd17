using Marketplace.Application.Notifications;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Catalog;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>In the transaction of the unit of work.</summary>
internal sealed class ShopDigests(MarketplaceDbContext db) : IShopDigests
{
    /// <summary>What became public since then, for a consent <c>c</c>. Who has just agreed hears of what comes from now on.</summary>
    private const string New =
        $"""
        from people.shop_follows f join {Cards.VisibleProducts} on p.vendor_id = f.vendor_id
        where f.user_id = c.user_id and {Cards.Visible} and p.published_at > greatest(c.told_until, c.changed_at) and p.published_at <= @now
        """;

    public async Task<(UserId User, DateTimeOffset Since)?> TakeDueAsync(DateTimeOffset now, TimeSpan pause, CancellationToken ct)
    {
        await using var command = Command(
            $"""
            select c.user_id, greatest(c.told_until, c.changed_at) from notifications.marketing_consents c
            where c.is_given and coalesce(c.told_until, '-infinity') <= @before and exists (select 1 {New})
            order by c.told_until nulls first, c.user_id limit 1 for update of c skip locked
            """, ("now", now), ("before", now - pause));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (new UserId(row.GetGuid(0)), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    public async Task<IReadOnlyList<DigestProduct>> NewProductsAsync(UserId user, DateTimeOffset since, DateTimeOffset until, int most, CancellationToken ct)
    {
        await using var command = Command(
            $"""
            select p.slug, p.name, ve.name from people.shop_follows f join {Cards.VisibleProducts} on p.vendor_id = f.vendor_id
            where f.user_id = @user and {Cards.Visible} and p.published_at > @since and p.published_at <= @now order by p.published_at desc, p.id desc limit @most
            """, ("user", user.Value), ("since", since), ("now", until), ("most", most));
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<DigestProduct> products = [];
        while (await rows.ReadAsync(ct))
        {
            products.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        return products;
    }

    public async Task ToldAsync(UserId user, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = Command("update notifications.marketing_consents set told_until = @until where user_id = @user", ("user", user.Value), ("until", until));
        await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
