using Marketplace.Application.Catalog;
using Marketplace.Application.Media;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Media;
using Marketplace.Infrastructure.Shared;
using Marketplace.Infrastructure.Vendors;
using Npgsql;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>One round trip for each answer.</summary>
internal sealed class CatalogReads(NpgsqlDataSource source, MediaUrls media, TownTime town, TimeProvider clock) : ICatalogReads
{
    private const int RailSize = 8;
    private const int MaxRails = 6;

    public Task<ProductList> ListAsync(ProductQuery query, CancellationToken ct) => source.ReadAsync(reader => ListAsync(reader, query, ct), ct, ProductListSql.Of(query));

    public Task<ProductDetails?> ProductAsync(string idOrSlug, CancellationToken ct) => ProductDetailsSql.ReadAsync(source, media, idOrSlug, ct);

    public Task<IReadOnlyList<ProductCard>> RelatedAsync(Guid productId, CancellationToken ct)
    {
        var sql = new SqlText();
        var id = sql.Arg(productId);
        sql.Add($"""
            with self as (select id, category_id, brand_id, vendor_id, tags from catalog.products where id = {id}),
            close as (
                select p.id, row_number() over (order by
                    case when p.category_id = self.category_id then 4 else 0 end + case when p.brand_id = self.brand_id then 2 else 0 end
                    + case when p.vendor_id = self.vendor_id then 1 else 0 end
                    + (select count(*) from unnest(p.tags) t where t = any(self.tags)) desc, p.sold_count desc, p.id) place
                from self, {Cards.VisibleProducts}
                where {Cards.Visible} and p.id <> self.id and (p.category_id = self.category_id or p.brand_id = self.brand_id or p.vendor_id = self.vendor_id)
                order by place limit 12)
            select {Cards.Columns} from close join catalog.products p on p.id = close.id join vendors.vendors ve on ve.id = p.vendor_id {Cards.Joins} order by close.place
            """);
        return CardsAsync(sql, ct);
    }

    public Task<IReadOnlyList<ProductCard>> TrendingAsync(CancellationToken ct) => CardsAsync(Trending(24), ct);

    public Task<IReadOnlyList<CategoryNode>> CategoriesAsync(bool isAll, CancellationToken ct) => source.ReadAsync<IReadOnlyList<CategoryNode>>(
        async reader => new CategoryTree(await reader.ListAsync(
            row => new CategoryRow(
                row.GetGuid(0), row.Maybe<Guid>(1), row.GetString(2), row.GetString(3), row.GetInt32(4),
                row.Maybe<Guid>(5) is { } image ? media.Image(new MediaId(image), row.GetString(3)) : null, row.GetInt32(6), row.GetBoolean(7), row.GetInt32(8)), ct)).Nodes,
        ct,
        new SqlText().Add($"""
            select c.id, c.parent_id, c.slug, c.name, c.hue, c.image_id, coalesce(n.n, 0)::int, c.is_active, c.revision
            from catalog.categories c left join (select p.category_id, count(*) n from {Cards.VisibleProducts} where {Cards.Visible} group by 1) n on n.category_id = c.id
            {(isAll ? "" : "where c.is_active")} order by c.position, c.name
            """));

    public Task<IReadOnlyList<BrandItem>> BrandsAsync(CancellationToken ct) => source.ReadAsync<IReadOnlyList<BrandItem>>(
        async reader => await reader.ListAsync(
            row => new BrandItem(row.GetGuid(0), row.GetString(1), row.GetString(2), row.Maybe<Guid>(3) is { } logo ? media.Image(new MediaId(logo), row.GetString(2)) : null), ct),
        ct,
        new SqlText().Add($"""
            select b.id, b.slug, b.name, b.logo_id from catalog.brands b
            where exists (select 1 from {Cards.VisibleProducts} where p.brand_id = b.id and {Cards.Visible}) order by b.name, b.id
            """));

    public Task<BrandDetails?> BrandAsync(string slug, CancellationToken ct)
    {
        var sql = new SqlText();
        return source.ReadAsync(
            async reader => await reader.ReadAsync(ct)
                ? new BrandDetails(
                    reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Maybe<Guid>(4) is { } logo ? media.Image(new MediaId(logo), reader.GetString(2)) : null)
                : null,
            ct,
            sql.Add($"""
                select b.id, b.slug, b.name, b.description, b.logo_id from catalog.brands b
                where b.slug = {sql.Arg(slug.Replace('\0', ' '))} and exists (select 1 from {Cards.VisibleProducts} where p.brand_id = b.id and {Cards.Visible})
                """));
    }

    public Task<HomeDto> HomeAsync(CancellationToken ct) => source.ReadAsync(
        async reader =>
        {
            var now = clock.GetUtcNow();
            var street = VendorReads.Sorted(await reader.ListAsync(row => VendorReads.Card(row, media, town, now), ct), VendorSort.Open);
            await reader.NextResultAsync(ct);
            var featured = await reader.ListAsync(Card, ct);
            await reader.NextResultAsync(ct);
            var trending = await reader.ListAsync(Card, ct);
            await reader.NextResultAsync(ct);
            var rails = await reader.ListAsync(row => (Slug: row.GetString(18), Name: row.GetString(19), Card: Card(row)), ct);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            return new HomeDto(
                street.Count, street.Count(v => v.IsOpen), RidersOut: reader.GetInt32(0), [.. street.Take(24)], featured, trending,
                [.. rails.GroupBy(r => (r.Slug, r.Name)).Select(g => new HomeRail(g.Key.Slug, g.Key.Name, [.. g.Select(r => r.Card)]))]);
        },
        ct, VendorReads.AllCards(), Featured(), Trending(12), Rails(),
        new SqlText().Add("select count(*)::int from deliveries.riders where is_active and is_online"));

    /// <summary>Goods on offer first, the larger the reduction the better, then what is new; one of each shop before the second of any.</summary>
    private static SqlText Featured() => new SqlText().Add($"""
        with featured as (
            select p.id, row_number() over (partition by p.vendor_id order by coalesce(1 - p.price_from_amount / p.compare_at_from, 0) desc, p.published_at desc, p.id) turn,
                coalesce(1 - p.price_from_amount / p.compare_at_from, 0) cut, p.published_at
            from {Cards.VisibleProducts} where {Cards.Visible} and {Cards.HasStock})
        select {Cards.Columns} from (select * from featured order by turn, cut desc, published_at desc, id limit 12) f
        join catalog.products p on p.id = f.id join vendors.vendors ve on ve.id = p.vendor_id {Cards.Joins} order by f.turn, f.cut desc, f.published_at desc, f.id
        """);

    private static SqlText Trending(int count)
    {
        var sql = new SqlText();
        return sql.Add($"""
            with trending as (select p.id from {Cards.VisibleProducts} where {Cards.Visible} order by p.sold_count desc, p.id limit {sql.Arg(count)})
            select {Cards.Columns} from trending join catalog.products p on p.id = trending.id join vendors.vendors ve on ve.id = p.vendor_id {Cards.Joins}
            order by p.sold_count desc, p.id
            """);
    }

    private static SqlText Rails()
    {
        var sql = new SqlText();
        return sql.Add($"""
            with recursive roots as (
                select c.id, c.id root from catalog.categories c where c.parent_id is null and c.is_active
                union all select c.id, roots.root from catalog.categories c join roots on roots.id = c.parent_id where c.is_active),
            ranked as (
                select p.id, roots.root, row_number() over (partition by roots.root order by p.sold_count desc, p.id) place
                from {Cards.VisibleProducts} join roots on roots.id = p.category_id where {Cards.Visible})
            select {Cards.Columns}, root.slug, root.name
            from (select c.id, c.slug, c.name, c.position from catalog.categories c where c.id in (select root from ranked) order by c.position, c.name limit {sql.Arg(MaxRails)}) root
            join ranked on ranked.root = root.id and ranked.place <= {sql.Arg(RailSize)}
            join catalog.products p on p.id = ranked.id join vendors.vendors ve on ve.id = p.vendor_id {Cards.Joins}
            order by root.position, root.name, ranked.place
            """);
    }

    private async Task<ProductList> ListAsync(NpgsqlDataReader reader, ProductQuery query, CancellationToken ct)
    {
        const int kind = ProductListSql.FirstOfCounts;
        var cards = new List<ProductCard>();
        var categories = new List<CategoryRow>();
        var brands = new List<FacetValue>();
        var vendors = new List<FacetValue>();
        while (await reader.ReadAsync(ct))
        {
            switch (reader.MaybeText(kind))
            {
                case null:
                    cards.Add(Card(reader));
                    break;
                case "category":
                    categories.Add(new(reader.GetGuid(kind + 1), reader.Maybe<Guid>(kind + 2), reader.GetString(kind + 3), reader.GetString(kind + 4), 0, null, reader.GetInt32(kind + 5)));
                    break;
                case "brand":
                    brands.Add(new(reader.GetString(kind + 3), reader.GetString(kind + 4), reader.GetInt32(kind + 5)));
                    break;
                case "vendor":
                    vendors.Add(new(reader.GetString(kind + 3), reader.GetString(kind + 4), reader.GetInt32(kind + 5)));
                    break;
                default:
                    var facets = new Facets(
                        new CategoryTree(categories).Choices(query.Category), brands, vendors,
                        Cards.Trim(reader.GetDecimal(kind + 6)), Cards.Trim(reader.GetDecimal(kind + 7)), reader.GetInt32(kind + 8),
                        [new(4, reader.GetInt32(kind + 9)), new(3, reader.GetInt32(kind + 10))]);
                    return new(new(cards, reader.GetInt32(kind + 5), query.Page, query.Size), facets);
            }
        }

        throw new InvalidOperationException("The counts have no total.");
    }

    private ProductCard Card(NpgsqlDataReader row) => Cards.Read(row, media);

    private Task<IReadOnlyList<ProductCard>> CardsAsync(SqlText sql, CancellationToken ct) =>
        source.ReadAsync<IReadOnlyList<ProductCard>>(async reader => await reader.ListAsync(Card, ct), ct, sql);
}
