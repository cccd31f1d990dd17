using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Catalog;

public static class CatalogErrors
{
    public static Error ProductNotFound { get; } = new(ErrorKind.NotFound, "product.not_found", "There is no such product.");
    public static Error VariantNotFound { get; } = new(ErrorKind.NotFound, "variant.not_found", "There is no such variant.");
    public static Error CategoryNotFound { get; } = new(ErrorKind.NotFound, "category.not_found", "There is no such category.");
    public static Error BrandNotFound { get; } = new(ErrorKind.NotFound, "brand.not_found", "There is no such brand.");
    public static Error UnknownCategory { get; } = new(ErrorKind.Invalid, "product.category_unknown", "There is no such category.", "categoryId");
    public static Error UnknownPicture { get; } = new(ErrorKind.Invalid, "product.image_unknown", "Upload the picture first.", "images");
    public static Error UnknownVideo { get; } = new(ErrorKind.Invalid, "product.video_unknown", "Upload the video first.", "videos");
    public static Error Hidden { get; } = new(ErrorKind.Conflict, "product.hidden", "The marketplace has hidden this product. Ask support why.");
    public static Error PromisedToOrders { get; } = new(ErrorKind.Conflict, "product.promised", "Units of it are promised to orders. Take it off sale, and remove it when they are delivered.");
    public static Error AlreadyPublished { get; } = new(ErrorKind.Conflict, "product.already_published", "The product is published already.");
    public static Error NotPublished { get; } = new(ErrorKind.Conflict, "product.not_published", "The product is a draft already.");
    public static Error PublishNeedsCategory { get; } = new(ErrorKind.Conflict, "product.category_missing", "Choose a category before you publish.", "categoryId");
    public static Error CategoryLoop { get; } = new(ErrorKind.Conflict, "category.loop", "A category cannot stand below itself.", "parentId");
    public static Error CategoryTooDeep { get; } = new(ErrorKind.Conflict, "category.too_deep", $"Categories go {Category.MaxDepth} levels deep at most.", "parentId");

    public static Error CategoryHasChildren { get; } = new(ErrorKind.Conflict, "category.has_children", "Other categories stand below it. Remove them first, or put them elsewhere.");

    public static Error CategoryHasProducts(int products) =>
        new(ErrorKind.Conflict, "category.has_products", $"{(products == 1 ? "One product stands" : $"{products} products stand")} in it. Say to which category they go.", "productsTo");

    public static Error SkuTaken(string sku) => new(ErrorKind.Conflict, "product.sku_taken", $"Another product of yours has the SKU {sku}.", "sku");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, "product.invalid", message, field);
}
