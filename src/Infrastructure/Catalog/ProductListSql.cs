using Marketplace.Contracts.Catalog;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>
/// The one statement of a product list. It looks at what was found once, and both the page of cards and the counts for every filter
/// are taken from that.
/// </summary>
internal static class ProductListSql
{
    /// <summary>Where the columns of a count begin: kind, id, parent, slug, name, count, lowest price, highest price, in stock, four stars and up, three stars and up.</summary>
    public const int FirstOfCounts = Cards.ColumnCount;

    /// <summary>First the cards in their order, which have no kind; then the counts, which have no card, the total last. Each facet leaves its own filter out.</summary>
    public static SqlText Of(ProductQuery query)
    {
        var sql = new SqlText();
        var f = Filters.Of(query, sql);
        var noCard = string.Join(", ", Enumerable.Repeat("null", Cards.ColumnCount));
        return sql.Add($"with recursive {f.With}").Add($"""
            (select {Cards.Columns}, null as kind, null::uuid, null::uuid, null, null, 0, 0::numeric, 0::numeric, 0, 0, 0
            from unnest(array(select id from base where {f.AllBut()} order by {f.Order} limit {sql.Arg(query.Size)} offset {sql.Arg((query.Page - 1) * query.Size)}))
                with ordinality page(id, place)
            join catalog.products p on p.id = page.id join vendors.vendors ve on ve.id = p.vendor_id
            {Cards.Joins}
            order by page.place)
            union all
            (select {noCard}, 'category', c.id, c.parent_id, c.slug, c.name, coalesce(n.n, 0)::int, 0, 0, 0, 0, 0
            from catalog.categories c left join (select category_id, count(*) n from base where {f.AllBut("by_category")} group by 1) n on n.category_id = c.id
            where c.is_active order by c.position, c.name)
            union all
            (select {noCard}, 'brand', b.id, null, b.slug, b.name, n.n::int, 0, 0, 0, 0, 0
            from (select brand_id, count(*) n from base where {f.AllBut("by_brand")} group by 1) n
            join catalog.brands b on b.id = n.brand_id order by n.n desc, b.name limit 40)
            union all
            (select {noCard}, 'vendor', ve.id, null, ve.slug, ve.name, n.n::int, 0, 0, 0, 0, 0
            from (select vendor_id, count(*) n from base where {f.AllBut("by_vendor")} group by 1) n
            join vendors.vendors ve on ve.id = n.vendor_id order by n.n desc, ve.name limit 40)
            union all
            select {noCard}, 'total', null, null, null, null,
                (count(*) filter (where {f.AllBut()}))::int,
                coalesce(min(price_from_amount) filter (where {f.AllBut("by_price")}), 0),
                coalesce(max(price_to) filter (where {f.AllBut("by_price")}), 0),
                (count(*) filter (where {f.AllBut("in_stock")} and in_stock))::int,
                (count(*) filter (where {f.AllBut("by_rating")} and four_up))::int,
                (count(*) filter (where {f.AllBut("by_rating")} and three_up))::int
            from base
            """);
    }

    /// <summary>What the page is sorted by, and the columns of products <c>p</c> that this needs.</summary>
    private static (string Order, string Columns) SortOf(ProductQuery query, bool isSearch) => (query.Sort ?? "relevance") switch
    {
        "newest" => ("published_at desc, id desc", ", p.published_at"),
        "price" => ("price_from_amount, id", ""),
        "-price" => ("price_from_amount desc, id", ""),
        "rating" => ("case when rating_count > 0 then rating_sum::float / rating_count end desc nulls last, rating_count desc, id", ", p.rating_sum, p.rating_count"),
        "name" => ("name, id", ", p.name"),
        "relevance" when isSearch => ("rank desc, sold_count desc, id", ", p.sold_count"),
        _ => ("sold_count desc, id", ", p.sold_count"),
    };

    /// <param name="With">Ends with <c>base</c>: all that was found, with a column for each filter.</param>
    /// <param name="Set">The columns of the filters that are set.</param>
    private sealed record Filters(string With, string Order, IReadOnlyList<string> Set)
    {
        public string AllBut(string? left = null) => string.Join(" and ", Set.Where(column => column != left).DefaultIfEmpty("true"));

        public static Filters Of(ProductQuery query, SqlText sql)
        {
            var isSearch = !string.IsNullOrWhiteSpace(query.Q);
            var (order, sorted) = SortOf(query, isSearch);
            // For the few that a search finds one look each is quicker than a pass over the stock of all.
            var hasStock = isSearch ? Cards.HasStockEach : Cards.HasStock;
            var (tree, conditions) = ConditionsOf(query, sql);
            string[] set = [.. conditions.Keys, .. query.InStock ? ["in_stock"] : Array.Empty<string>()];
            var columns = $"p.id, p.category_id, p.brand_id, p.vendor_id, p.price_from_amount, p.price_to, {hasStock} in_stock, {RatedFrom("4")} four_up, {RatedFrom("3")} three_up"
                + string.Concat(conditions.Select(c => $", {c.Value} {c.Key}")) + sorted;
            if (!isSearch)
            {
                return new($"{tree} base as materialized (select {columns} from {Cards.VisibleProducts} where {Cards.Visible})", order, set);
            }

            // The function of close names runs only when the words find nothing.
            return new(
                $"""
                {tree} hits as materialized (
                    select {columns}, ts_rank(p.search, words.q)::float8 as rank
                    from (select to_tsquery('catalog.words', {sql.Arg(SearchWords.ToQuery(query.Q) ?? "")}) q) words, {Cards.VisibleProducts}
                    where p.search @@ words.q and {Cards.Visible}),
                base as materialized (
                    select * from hits
                    union all
                    select {columns}, close.rank from catalog.close_names({sql.Arg(query.Q!.Replace('\0', ' '))}) close join catalog.products p on p.id = close.id
                    join vendors.vendors ve on ve.id = p.vendor_id and ve.state = 'Approved' where {Cards.Visible} and not exists (select 1 from hits))
                """,
                order, set);
        }

        /// <summary>Conditions on products <c>p</c> of shops <c>ve</c>, by the columns that will hold them; stock has its column in any case.</summary>
        private static (string Tree, IReadOnlyDictionary<string, string> Conditions) ConditionsOf(ProductQuery query, SqlText sql)
        {
            var tree = "";
            var conditions = new Dictionary<string, string>();
            if (query.Category is { Length: > 0 } slug)
            {
                tree = $"""
                    tree as (
                        select c.id from catalog.categories c where {Named("c", slug, sql)} and c.is_active
                        union all
                        select c.id from catalog.categories c join tree on tree.id = c.parent_id where c.is_active),
                    """;
                conditions["by_category"] = "p.category_id in (select id from tree)";
            }

            if (query.Brand is { Count: > 0 } brands)
            {
                conditions["by_brand"] = $"p.brand_id in (select b.id from catalog.brands b where b.slug = any({sql.Arg(brands.ToArray())}))";
            }

            if (query.Vendor is { Length: > 0 } vendor)
            {
                conditions["by_vendor"] = Named("ve", vendor, sql);
            }

            string?[] prices =
            [
                query.MinPrice is { } min ? $"p.price_to >= {sql.Arg(min)}" : null,
                query.MaxPrice is { } max ? $"p.price_from_amount <= {sql.Arg(max)}" : null,
            ];
            if (prices.Any(p => p is not null))
            {
                conditions["by_price"] = "(" + string.Join(" and ", prices.Where(p => p is not null)) + ")";
            }

            if (query.MinRating is { } rating)
            {
                conditions["by_rating"] = RatedFrom(sql.Arg(rating));
            }

            return (tree, conditions);
        }

        private static string RatedFrom(string stars) => $"(p.rating_count > 0 and p.rating_sum >= {stars} * p.rating_count)";
    }

    /// <summary>The row is known by its id or by its slug.</summary>
    public static string Named(string alias, string idOrSlug, SqlText sql) =>
        Guid.TryParse(idOrSlug, out var id) ? $"{alias}.id = {sql.Arg(id)}" : $"{alias}.slug = {sql.Arg(idOrSlug.Replace('\0', ' '))}";
}
