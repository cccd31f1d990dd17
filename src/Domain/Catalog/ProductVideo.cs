using Marketplace.Domain.Media;

namespace Marketplace.Domain.Catalog;

/// <summary>A video of a product, shown after its pictures. Made only by <see cref="Product"/>.</summary>
public sealed class ProductVideo
{
    private ProductVideo() { } // EF Core

    internal ProductVideo(ProductId productId, VideoContent content, int position)
    {
        (ProductId, MediaId) = (productId, content.MediaId);
        Take(content, position);
    }

    public ProductId ProductId { get; private init; }
    public MediaId MediaId { get; private init; }

    /// <summary>What is seen and heard in it, for those who cannot see or hear it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The picture before it plays; none of its own is the product's first.</summary>
    public MediaId? PosterId { get; private set; }
    public int Position { get; private set; }

    internal void Take(VideoContent content, int position) => (Text, PosterId, Position) = (content.Text.Trim(), content.PosterId, position);
}
