using Marketplace.Application.Media;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Media;
using Marketplace.Domain.Settings;
using Marketplace.Infrastructure.Shared;
using Npgsql;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>One product as its page shows it: two statements, one round trip.</summary>
internal static class ProductDetailsSql
{
    public static Task<ProductDetails?> ReadAsync(NpgsqlDataSource source, MediaUrls media, string idOrSlug, CancellationToken ct) => source.ReadAsync(
        async reader =>
        {
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            var product = Head(reader, media);
            await reader.NextResultAsync(ct);
            return product with { Variants = await reader.ListAsync(Variant, ct) };
        },
        ct, Product(idOrSlug), Variants(idOrSlug));

    private static SqlText Product(string idOrSlug)
    {
        var sql = new SqlText();
        return sql.Add($"""
            with recursive self as (select p.* from {Cards.VisibleProducts} where {ProductListSql.Named("p", idOrSlug, sql)} and {Cards.Visible}),
            path as (
                select c.slug, c.name, c.parent_id, c.is_active, 1 as up from catalog.categories c join self on self.category_id = c.id
                union all
                select c.slug, c.name, c.parent_id, c.is_active, path.up + 1 from catalog.categories c join path on path.parent_id = c.id),
            shown as (select * from path where (select bool_and(is_active) from path))
            select p.id, p.slug, p.name, p.description, ve.id, ve.slug, ve.name, ve.hue,
                array(select slug from shown order by up desc), array(select name from shown order by up desc),
                b.id, b.slug, b.name, b.logo_id,
                array(select i.media_id from catalog.product_images i where i.product_id = p.id order by i.position),
                array(select i.alt from catalog.product_images i where i.product_id = p.id order by i.position),
                p.options::text, p.attributes::text, p.tags, p.rating_sum, p.rating_count, p.tax_class, p.updated_at,
                s.region, s.price_includes_tax, s.tax_classes::text, p.unit, s.tax_regions::text,
                array(select v.media_id from catalog.product_videos v where v.product_id = p.id order by v.position),
                array(select v.text from catalog.product_videos v where v.product_id = p.id order by v.position),
                array(select v.poster_id from catalog.product_videos v where v.product_id = p.id order by v.position)
            from self p join vendors.vendors ve on ve.id = p.vendor_id
            left join catalog.brands b on b.id = p.brand_id
            left join shared.settings s on true
            """);
    }

    private static SqlText Variants(string idOrSlug)
    {
        var sql = new SqlText();
        return sql.Add($"""
            select v.id, v.sku, v.options::text, v.price_amount, v.price_currency, v.compare_at, v.weight_in_grams,
                greatest(coalesce(s.on_hand - s.reserved, 0), 0), coalesce(s.on_hand - s.reserved <= s.low_stock_at, true), v.image_id
            from catalog.products p join catalog.variants v on v.product_id = p.id left join inventory.stock_items s on s.variant_id = v.id
            where {ProductListSql.Named("p", idOrSlug, sql)} order by v.position, v.id
            """);
    }

    private static ProductDetails Head(NpgsqlDataReader row, MediaUrls media)
    {
        var (slugs, names) = (row.GetFieldValue<string[]>(8), row.GetFieldValue<string[]>(9));
        var (images, alts) = (row.GetFieldValue<Guid[]>(14), row.GetFieldValue<string[]>(15));
        var (videos, texts, posters) = (row.GetFieldValue<Guid[]>(28), row.GetFieldValue<string[]>(29), row.GetFieldValue<Guid?[]>(30));
        var settings = row.IsDBNull(23) ? MarketplaceSettings.Defaults() : null;
        var taxClass = (settings?.TaxClasses ?? JsonColumn.Read<TaxClass[]>(row.GetString(25))).FirstOrDefault(c => c.Code == row.GetString(21));
        var taxRegions = settings?.TaxRegions ?? JsonColumn.Read<TaxRegion[]>(row.GetString(27));
        return new(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3),
            new(row.GetGuid(4), row.GetString(5), row.GetString(6), row.GetInt32(7)),
            [.. slugs.Zip(names, (slug, name) => new CategoryCrumb(slug, name))],
            row.Maybe<Guid>(10) is { } brand ? new(brand, row.GetString(11), row.GetString(12), row.Maybe<Guid>(13) is { } logo ? media.Image(new MediaId(logo), row.GetString(12)) : null) : null,
            [.. images.Zip(alts, (id, alt) => media.Image(new MediaId(id), alt))],
            [.. videos.Zip(texts, posters).Select(v => media.Video(new MediaId(v.First), v.Second, v.Third is { } poster ? new MediaId(poster) : null))],
            JsonColumn.Read<OptionTypeDto[]>(row.GetString(16)),
            [],
            JsonColumn.Read<AttributeDto[]>(row.GetString(17)),
            row.GetFieldValue<string[]>(18),
            Cards.Rating(row.GetInt32(19), row.GetInt32(20)), row.GetInt32(20), taxClass?.RateIn(settings?.Region ?? row.GetString(23)) ?? 0, settings?.PriceIncludesTax ?? row.GetBoolean(24), row.GetFieldValue<DateTimeOffset>(22),
            row.IsDBNull(26) ? null : row.GetString(26), taxClass?.VariesIn(taxRegions) == true);
    }

    private static VariantDto Variant(NpgsqlDataReader row)
    {
        var currency = row.GetString(4);
        return new(
            row.GetGuid(0), row.GetString(1), JsonColumn.Read<Dictionary<string, string>>(row.GetString(2)),
            new MoneyDto(Cards.Trim(row.GetDecimal(3)), currency), row.Maybe<decimal>(5) is { } before ? new MoneyDto(Cards.Trim(before), currency) : null,
            row.GetInt32(6), row.GetInt32(7), row.GetBoolean(8), row.Maybe<Guid>(9));
    }
}
