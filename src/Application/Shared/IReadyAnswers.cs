using Marketplace.Domain.Catalog;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Shared;

/// <summary>The public answers that every node keeps ready-made. Whoever changes what they show says which, and all nodes forget them.</summary>
public interface IReadyAnswers
{
    ValueTask ForgetAsync(IReadOnlyList<string> tags, CancellationToken ct);

    /// <summary>
    /// A variant has another number of units. Its product's page is forgotten; lists only when it sold out or came back, which
    /// each node knows for itself.
    /// </summary>
    ValueTask StockMovedAsync(VariantId variant, bool isAvailable, CancellationToken ct);
}

/// <summary>What a ready-made answer depends on.</summary>
public static class AnswerTags
{
    /// <summary>Any answer that shows or counts products.</summary>
    public const string Products = "products";
    public const string Vendors = "vendors";
    public const string Categories = "categories";
    public const string Brands = "brands";
    public const string Settings = "settings";
    public const string Riders = "riders";

    public static string Of(ProductId id) => $"product:{id.Value:N}";

    public static string Of(VariantId id) => $"variant:{id.Value:N}";

    public static string Of(VendorId id) => $"vendor:{id.Value:N}";
}
