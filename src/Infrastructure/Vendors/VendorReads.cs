using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Catalog;
using Marketplace.Infrastructure.Shared;
using Npgsql;

namespace Marketplace.Infrastructure.Vendors;

internal sealed class VendorReads(NpgsqlDataSource source, MediaUrls media, TownTime town, StoreSetup setup, TimeProvider clock) : IVendorReads
{
    private const string Columns = $"""
        ve.id, ve.slug, ve.name, ve.hue, ve.tagline, ve.logo_id, ve.hours::text, ve.is_taking_orders and not ve.is_held, ve.preparation_minutes, ve.position_latitude,
        ve.position_longitude, ve.rating_sum, ve.rating_count,
        (select count(*) from catalog.products p where p.vendor_id = ve.id and {Cards.Visible})::int,
        shown.ids, shown.alts
        """;

    private const string Joins = $"""
        cross join lateral (
            select array_agg(w.media_id) ids, array_agg(w.alt) alts from (
                select i.media_id, i.alt from (
                    select p.id, p.sold_count from catalog.products p where p.vendor_id = ve.id and {Cards.Visible} order by p.sold_count desc, p.id limit 6) p
                cross join lateral (select i.media_id, i.alt from catalog.product_images i where i.product_id = p.id order by i.position limit 1) i
                order by p.sold_count desc, p.id limit 3) w) shown
        """;

    public Task<IReadOnlyList<VendorCard>> ListAsync(VendorSort sort, Position? near, CancellationToken ct) => source.ReadAsync<IReadOnlyList<VendorCard>>(
        async reader =>
        {
            var now = clock.GetUtcNow();
            return Sorted(await reader.ListAsync(row => Card(row, media, town, now), ct), sort, near);
        },
        ct, AllCards());

    public Task<VendorDetails?> GetAsync(string idOrSlug, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"""
            select {Columns}, ve.story, ve.banner_id, ve.street, ve.city, ve.postal_code, ve.phone, ve.free_delivery_from,
                coalesce((select currency from shared.settings limit 1), {sql.Arg(setup.Currency)}), ve.delivery_radius_km, ve.offers_pickup, ve.offers_delivery, ve.commission_percent, ve.registered_at
            from vendors.vendors ve {Joins} where ve.state = 'Approved' and {ProductListSql.Named("ve", idOrSlug, sql)}
            """);
        return source.ReadAsync(async reader => await reader.ReadAsync(ct) ? Details(reader) : null, ct, sql);
    }

    internal static SqlText AllCards() => new SqlText().Add($"select {Columns} from vendors.vendors ve {Joins} where ve.state = 'Approved' order by ve.name, ve.id");

    internal static IReadOnlyList<VendorCard> Sorted(IReadOnlyList<VendorCard> byName, VendorSort sort, Position? near = null) => sort switch
    {
        VendorSort.Name => byName,
        VendorSort.Rating => [.. byName.OrderByDescending(v => v.Rating ?? 0).ThenByDescending(v => v.RatingCount)],
        VendorSort.Near when near is { } here => [.. byName.OrderBy(v => here.MetresTo(new(v.Position.Latitude, v.Position.Longitude)))],
        _ => [.. byName.OrderByDescending(v => v.IsOpen).ThenByDescending(v => v.ProductCount > 0)],
    };

    internal static VendorCard Card(NpgsqlDataReader row, MediaUrls media, TownTime town, DateTimeOffset now)
    {
        var hours = JsonColumn.Read<OpeningHours[]>(row.GetString(6));
        var isTaking = row.GetBoolean(7);
        var name = row.GetString(2);
        var window = row.IsDBNull(14) ? [] : row.GetFieldValue<Guid[]>(14).Zip(row.GetFieldValue<string[]>(15), (id, alt) => media.Image(new MediaId(id), alt));
        return new(
            row.GetGuid(0), row.GetString(1), name, row.GetInt32(3), row.GetString(4), row.Maybe<Guid>(5) is { } logo ? media.Image(new MediaId(logo), name) : null,
            isTaking && hours.IsOpenAt(now, town.Zone), isTaking ? hours.ClosesAt(now, town.Zone) : null, isTaking ? hours.OpensAt(now, town.Zone) : null,
            row.GetInt32(8), new(row.GetDouble(9), row.GetDouble(10)), Cards.Rating(row.GetInt32(11), row.GetInt32(12)), row.GetInt32(12), row.GetInt32(13), [.. window]);
    }

    private VendorDetails Details(NpgsqlDataReader row)
    {
        var card = Card(row, media, town, clock.GetUtcNow());
        return new(
            card, row.GetString(16), row.Maybe<Guid>(17) is { } banner ? media.Image(new MediaId(banner), card.Name) : null,
            row.GetString(18), row.GetString(19), row.GetString(20), row.MaybeText(21),
            [.. JsonColumn.Read<OpeningHours[]>(row.GetString(6)).Select(h => new OpeningHoursDto(h.Day, h.Opens, h.Closes))],
            row.Maybe<decimal>(22) is { } free ? new MoneyDto(Cards.Trim(free), row.GetString(23)) : null,
            row.GetDouble(24), row.GetBoolean(25), row.GetBoolean(26), row.GetDecimal(27), row.GetFieldValue<DateTimeOffset>(28));
    }
}
