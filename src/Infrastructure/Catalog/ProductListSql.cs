using Marketplace.Contracts.Catalog;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>The two statements of a product list: one page of cards, and the counts for every filter.</summary>
internal static class ProductListSql
{
    public static SqlText Page(ProductQuery query)
    {
        var sql = new SqlText();
        var filters = Filters.Of(query, sql, isRanked: true);
        sql.Add("with recursive").Add(filters.With)
            .Add($"page as (select p.id, row_number() over (order by {Order(query, filters.IsSearch)}) as place from {filters.From} where {Cards.Visible} and {filters.All}")
            .Add($"order by place limit {sql.Arg(query.Size)} offset {sql.Arg((query.Page - 1) * query.Size)})")
            .Add($"select {Cards.Columns} from page join catalog.products p on p.id = page.id join vendors.vendors ve on ve.id = p.vendor_id")
            .Add(Cards.Joins)
            .Add("order by page.place");
        return sql;
    }

    /// <summary>Rows of (kind, id, parent, slug, name, count, lowest price, highest price, in stock). Each facet leaves its own filter out.</summary>
    public static SqlText FacetCounts(ProductQuery query)
    {
        var sql = new SqlText();
        var f = Filters.Of(query, sql, isRanked: false);
        return sql.Add("with recursive").Add(f.With)
            .Add($"base as materialized (select p.category_id, p.brand_id, p.vendor_id, p.price_from_amount price, p.price_to, {f.HasStock} in_stock,")
            .Add($"{f.Category} by_category, {f.Brand} by_brand, {f.Vendor} by_vendor, {f.Price} by_price, {f.Rating} by_rating from {f.From} where {Cards.Visible}),")
            .Add("flagged as (select base.*, " + (query.InStock ? "in_stock" : "true") + " by_stock from base)")
            .Add("""
                (select 'category', c.id, c.parent_id, c.slug, c.name, coalesce(n.n, 0)::int, 0::numeric, 0::numeric, 0
                from catalog.categories c left join (select category_id, count(*) n from flagged
                    where by_brand and by_vendor and by_price and by_rating and by_stock group by 1) n on n.category_id = c.id
                where c.is_active order by c.position, c.name)
                union all
                (select 'brand', b.id, null, b.slug, b.name, n.n::int, 0, 0, 0
                from (select brand_id, count(*) n from flagged where by_category and by_vendor and by_price and by_rating and by_stock group by 1) n
                join catalog.brands b on b.id = n.brand_id order by n.n desc, b.name limit 40)
                union all
                (select 'vendor', ve.id, null, ve.slug, ve.name, n.n::int, 0, 0, 0
                from (select vendor_id, count(*) n from flagged where by_category and by_brand and by_price and by_rating and by_stock group by 1) n
                join vendors.vendors ve on ve.id = n.vendor_id order by n.n desc, ve.name limit 40)
                union all
                select 'total', null, null, null, null,
                    (count(*) filter (where by_category and by_brand and by_vendor and by_price and by_rating and by_stock))::int,
                    coalesce(min(price) filter (where by_category and by_brand and by_vendor and by_rating and by_stock), 0),
                    coalesce(max(price_to) filter (where by_category and by_brand and by_vendor and by_rating and by_stock), 0),
                    (count(*) filter (where by_category and by_brand and by_vendor and by_price and by_rating and in_stock))::int
                from flagged
                """);
    }

    private static string Order(ProductQuery query, bool isSearch) => (query.Sort ?? "relevance") switch
    {
        "newest" => "p.published_at desc, p.id desc",
        "price" => "p.price_from_amount, p.id",
        "-price" => "p.price_from_amount desc, p.id",
        "rating" => "case when p.rating_count > 0 then p.rating_sum::float / p.rating_count end desc nulls last, p.rating_count desc, p.id",
        "name" => "p.name, p.id",
        "relevance" when isSearch => "found.rank desc, p.sold_count desc, p.id",
        _ => "p.sold_count desc, p.id",
    };

    /// <summary>Conditions on products <c>p</c> of shops <c>ve</c>; a filter that is not set is <c>true</c>.</summary>
    private sealed record Filters(bool IsSearch, string With, string From, string HasStock, string Category, string Brand, string Vendor, string Price, string Rating, string Stock)
    {
        public string All => string.Join(" and ", new[] { Category, Brand, Vendor, Price, Rating, Stock }.Where(f => f != "true").DefaultIfEmpty("true"));

        public static Filters Of(ProductQuery query, SqlText sql, bool isRanked)
        {
            var with = "";
            var from = Cards.VisibleProducts;
            var isSearch = !string.IsNullOrWhiteSpace(query.Q);
            if (isSearch)
            {
                // The function of close names runs only when the words find nothing.
                with = $"""
                    hits as materialized (
                        select p.id, {(isRanked ? "ts_rank(p.search, words.q)" : "0")}::float8 as rank
                        from (select to_tsquery('catalog.words', {sql.Arg(SearchWords.ToQuery(query.Q) ?? "")}) q) words, {Cards.VisibleProducts}
                        where p.search @@ words.q and {Cards.Visible}),
                    found as materialized (
                        select id, rank from hits
                        union all
                        select c.id, c.rank from catalog.close_names({sql.Arg(query.Q!.Replace('\0', ' '))}) c where not exists (select 1 from hits)),

                    """;
                from = "found join " + Cards.VisibleProducts.Replace("catalog.products p", "catalog.products p on p.id = found.id", StringComparison.Ordinal);
            }

            var category = "true";
            if (query.Category is { Length: > 0 } slug)
            {
                with += $"""
                    tree as (
                        select c.id from catalog.categories c where {Named("c", slug, sql)} and c.is_active
                        union all
                        select c.id from catalog.categories c join tree on tree.id = c.parent_id where c.is_active),

                    """;
                category = "p.category_id in (select id from tree)";
            }

            var prices = new List<string>();
            if (query.MinPrice is { } min)
            {
                prices.Add($"p.price_to >= {sql.Arg(min)}");
            }

            if (query.MaxPrice is { } max)
            {
                prices.Add($"p.price_from_amount <= {sql.Arg(max)}");
            }

            // For the few that a search finds one look each is quicker than a pass over the stock of all.
            var hasStock = isSearch ? Cards.HasStockEach : Cards.HasStock;
            return new(
                isSearch, with, from, hasStock, category,
                query.Brand is { Count: > 0 } brands ? $"p.brand_id in (select b.id from catalog.brands b where b.slug = any({sql.Arg(brands.ToArray())}))" : "true",
                query.Vendor is { Length: > 0 } vendor ? Named("ve", vendor, sql) : "true",
                prices.Count > 0 ? "(" + string.Join(" and ", prices) + ")" : "true",
                query.MinRating is { } rating ? $"(p.rating_count > 0 and p.rating_sum >= {sql.Arg(rating)} * p.rating_count)" : "true",
                query.InStock ? hasStock : "true");
        }
    }

    /// <summary>The row is known by its id or by its slug.</summary>
    public static string Named(string alias, string idOrSlug, SqlText sql) =>
        Guid.TryParse(idOrSlug, out var id) ? $"{alias}.id = {sql.Arg(id)}" : $"{alias}.slug = {sql.Arg(idOrSlug.Replace('\0', ' '))}";
}
