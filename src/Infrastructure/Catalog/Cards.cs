using Marketplace.Application.Media;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Media;
using Marketplace.Infrastructure.Shared;
using Npgsql;

namespace Marketplace.Infrastructure.Catalog;

/// <summary>A product as lists show it: the columns, where they come from, and how a row becomes a record.</summary>
internal static class Cards
{
    /// <summary>What shoppers may see, for products <c>p</c>; their shop must be approved as well.</summary>
    public const string Visible = "p.state = 'Published' and p.is_active and not p.is_hidden";

    /// <summary>Products <c>p</c> with their shops <c>ve</c>, as far as shoppers may see them.</summary>
    public const string VisibleProducts = "catalog.products p join vendors.vendors ve on ve.id = p.vendor_id and ve.state = 'Approved'";

    private const string Stocked = "from catalog.variants v join inventory.stock_items s on s.variant_id = v.id where v.product_id = p.id and s.on_hand > s.reserved";

    public const string HasStock = $"exists (select 1 {Stocked})";

    /// <summary>The same, looked up product by product.</summary>
    public const string HasStockEach = $"(select true {Stocked} limit 1) is not null";

    public const string Columns = """
        p.id, p.slug, p.name, ve.id, ve.slug, ve.name, ve.hue, image.media_id, image.alt, p.price_from_amount, p.price_from_currency,
        p.compare_at_from, p.price_to, stock.is_there, stock.only_variant, p.rating_sum, p.rating_count, p.unit
        """;

    public const int ColumnCount = 18;

    /// <summary>To be joined to the few products of a page.</summary>
    public const string Joins = """
        left join lateral (select i.media_id, i.alt from catalog.product_images i where i.product_id = p.id order by i.position limit 1) image on true
        cross join lateral (
            select coalesce(bool_or(s.on_hand > s.reserved), false) is_there, case when count(*) = 1 then (array_agg(v.id))[1] end only_variant
            from catalog.variants v left join inventory.stock_items s on s.variant_id = v.id where v.product_id = p.id) stock
        """;

    public static ProductCard Read(NpgsqlDataReader row, MediaUrls media)
    {
        var currency = row.GetString(10);
        var (price, to) = (row.GetDecimal(9), row.GetDecimal(12));
        return new(
            row.GetGuid(0), row.GetString(1), row.GetString(2),
            new(row.GetGuid(3), row.GetString(4), row.GetString(5), row.GetInt32(6)),
            row.Maybe<Guid>(7) is { } image ? media.Image(new MediaId(image), row.GetString(8)) : null,
            new(Trim(price), currency),
            row.Maybe<decimal>(11) is { } before ? new MoneyDto(Trim(before), currency) : null,
            PriceVaries: to > price,
            InStock: row.GetBoolean(13),
            OnlyVariantId: row.Maybe<Guid>(14),
            Rating(row.GetInt32(15), row.GetInt32(16)), row.GetInt32(16), row.MaybeText(17));
    }

    public static double? Rating(int sum, int count) => count == 0 ? null : Math.Round((double)sum / count, 1);

    /// <summary>Without the zeros that the column's scale adds: 45.0000 becomes 45.00.</summary>
    public static decimal Trim(decimal amount) => decimal.Round(amount, 2) is var two && two == amount ? two : amount;
}
