using Marketplace.Application.Identity;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Infrastructure.Analytics;
using Marketplace.Infrastructure.Catalog;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

/// <summary>
/// Read from what is true now: a product that was withdrawn, a shop that was left and a person who blocked are in no feed. A shop's new products
/// are not kept twice; those that came in one hour are one item, which stands where that hour began.
/// </summary>
internal sealed class PostgresFeed(NpgsqlDataSource database, MediaUrls media, TimeProvider clock) : IFeed
{
    private const int Examples = 4;

    private const string Items =
        $"""
        with items as (
            select '{People}' as kind, a.at, a.id, p.username, p.name as person, p.photo_id, a.vendor_id, 0 as products
            from people.person_follows f
            join people.activities a on a.user_id = f.followed_id and a.at > @since
            join people.profiles p on p.user_id = a.user_id and p.shows_activity and people.may_see(p, @me)
            join people.shop_follows s on s.user_id = a.user_id and s.vendor_id = a.vendor_id
            where f.user_id = @me
            union all
            select '{Shops}', date_trunc('hour', p.published_at, 'UTC'), p.vendor_id, null, null, null, p.vendor_id, count(*)::int
            from people.shop_follows f join catalog.products p on p.vendor_id = f.vendor_id and p.published_at > @since and {Cards.Visible}
            where f.user_id = @me group by p.vendor_id, date_trunc('hour', p.published_at, 'UTC')),
        shown as (select i.*, v.slug, v.name as shop, v.hue from items i join vendors.vendors v on v.id = i.vendor_id and v.state = 'Approved')
        """;

    private const string People = "FOLLOWED_SHOP";
    private const string Shops = "NEW_PRODUCTS";

    public async Task<Page<FeedItem>> ReadAsync(UserId reader, ListSlice slice, CancellationToken ct)
    {
        (string, object)[] who = [("me", reader.Value), ("since", clock.GetUtcNow() - Activity.Retention)];
        var found = await database.RowsAsync(
            $"""
            {Items}
            select i.kind, i.at, i.id, i.username, i.person, i.photo_id, i.vendor_id, i.slug, i.shop, i.hue, i.products, n.slugs, n.names, n.images
            from (select * from shown where (at, id) < (@at, @id) order by at desc, id desc limit @take offset @skip) i
            left join lateral (
                select array_agg(p.slug) as slugs, array_agg(p.name) as names, array_agg(p.image) as images from (
                    select p.slug, p.name, (select m.media_id from catalog.product_images m where m.product_id = p.id order by m.position limit 1) as image
                    from catalog.products p
                    where i.products > 0 and p.vendor_id = i.vendor_id and p.published_at > @since and p.published_at >= i.at and p.published_at < i.at + interval '1 hour' and {Cards.Visible}
                    order by p.published_at desc, p.id desc limit {Examples}) p) n on true
            order by i.at desc, i.id desc
            """,
            Read, ct,
            [.. who, ("at", slice.After?.At ?? DateTimeOffset.MaxValue), ("id", slice.After?.Id ?? Guid.AllBitsSet), ("take", slice.Take), ("skip", ((slice.Number ?? 1) - 1) * slice.Size)]);
        var total = await database.RowAsync($"{Items} select count(*)::int from shown", r => r.GetInt32(0), ct, who);
        var page = slice.Page(found, total, f => f.Place);
        return new([.. page.Items.Select(f => f.Item)], page.Total, page.Number, page.Size, page.Next);
    }

    private (ListPlace Place, FeedItem Item) Read(NpgsqlDataReader r)
    {
        var at = r.GetFieldValue<DateTimeOffset>(1);
        var person = r.IsDBNull(3) ? null : new FeedPerson(r.GetString(3), r.GetString(4), Image(r.IsDBNull(5) ? null : r.GetGuid(5), r.GetString(4)));
        var shop = new FeedShop(r.GetGuid(6), r.GetString(7), r.GetString(8), r.GetInt32(9));
        return (new(at, r.GetGuid(2)), new(r.GetString(0), at, person, shop, r.GetInt32(10), r.IsDBNull(11) ? [] : Products(r)));
    }

    private List<FeedProduct> Products(NpgsqlDataReader r)
    {
        var (slugs, names, images) = (r.GetFieldValue<string[]>(11), r.GetFieldValue<string[]>(12), r.GetFieldValue<Guid?[]>(13));
        return [.. slugs.Select((slug, i) => new FeedProduct(slug, names[i], Image(images[i], names[i])))];
    }

    private ImageDto? Image(Guid? id, string alt) => id is { } known ? media.Image(new MediaId(known), alt) : null;
}
