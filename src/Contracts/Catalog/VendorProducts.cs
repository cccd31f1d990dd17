using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Catalog;

/// <summary><c>DRAFT</c> and <c>PUBLISHED</c>; a published product that is not active is hidden for the time being.</summary>
public static class ProductStates
{
    /// <summary>Only its shop sees it.</summary>
    public const string Draft = "DRAFT";

    /// <summary>It is on sale, unless it is switched off or hidden.</summary>
    public const string Published = "PUBLISHED";
}

/// <param name="State">Of <see cref="ProductStates"/>.</param>
/// <param name="IsActive">Shoppers see it, if it is published.</param>
/// <param name="Category">Its category's name.</param>
/// <param name="Price">The lowest of its variants.</param>
/// <param name="PriceTo">The highest of its variants, when they differ.</param>
/// <param name="VariantCount">How many variants it has.</param>
/// <param name="IsLow">A variant has no more than its low-stock number.</param>
/// <param name="SoldLast30Days">Units sold in thirty days.</param>
public sealed record VendorProductItem(
    Guid Id, string Slug, string Name, string State, bool IsActive, string? Category, ImageDto? Image, MoneyDto Price, MoneyDto? PriceTo,
    int VariantCount, int OnHand, int Reserved, bool IsLow, int SoldLast30Days, DateTimeOffset UpdatedAt, IReadOnlyList<VendorVariant> Variants);

/// <param name="OnHand">Units on the shelf, reserved ones among them.</param>
public sealed record VendorVariant(
    Guid Id, string Sku, IReadOnlyDictionary<string, string> Options, MoneyDto Price, MoneyDto? CompareAt, int WeightInGrams,
    int OnHand, int Reserved, int LowStockAt, Guid? ImageId);

/// <summary>A product as its vendor edits it.</summary>
/// <param name="Description">Plain text with paragraphs.</param>
/// <param name="State">Of <see cref="ProductStates"/>.</param>
/// <param name="IsActive">Shoppers see it, if it is published.</param>
/// <param name="Brand">The brand's name.</param>
/// <param name="Videos">Shown after the pictures, in their order.</param>
public sealed record VendorProductDetails(
    Guid Id, int Revision, string Slug, string Name, string Description, string State, bool IsActive, Guid? CategoryId, string? Brand,
    string TaxClass, IReadOnlyList<ImageDto> Images, IReadOnlyList<VideoDto> Videos, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VendorVariant> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string> Tags, string? Unit) : IRevised;

/// <param name="Id">Null for a new variant.</param>
/// <param name="Price">In the store's currency, as shoppers pay it: above 0.</param>
/// <param name="CompareAt">What it cost before: above the price. Null when it is not on offer.</param>
/// <param name="OnHand">Only for a new variant; later changes go through the stock API, which keeps the movements.</param>
public sealed record VariantInput(
    Guid? Id, string Sku, IReadOnlyDictionary<string, string> Options, decimal Price, decimal? CompareAt, int WeightInGrams,
    int OnHand, int LowStockAt, Guid? ImageId);

/// <param name="MediaId">A picture that was uploaded before: <c>id</c> of the answer.</param>
/// <param name="Alt">What can be seen on it, for who cannot see it; may be empty.</param>
public sealed record ProductImageInput(Guid MediaId, string Alt);

/// <param name="MediaId">A video that was uploaded before: <c>id</c> of the answer.</param>
/// <param name="Text">What is seen and heard in it, for who cannot see or hear it: 1 to 1,000 characters.</param>
/// <param name="PosterId">A picture that was uploaded before, shown until the video plays. Null for the product's first.</param>
public sealed record ProductVideoInput(Guid MediaId, string Text, Guid? PosterId = null);

/// <param name="Name">1 to 200 characters.</param>
/// <param name="Description">Plain text with paragraphs, up to 10,000 characters; may be empty.</param>
/// <param name="Brand">A name; a brand that nobody had yet is made.</param>
/// <param name="IsActive">False hides it from shoppers without taking it out of the range.</param>
/// <param name="Images">The first is the main one; 20 at most.</param>
/// <param name="Variants">At least one. Of those there are, one that is not named any more goes.</param>
/// <param name="Videos">Shown after the pictures, in this order; 3 at most. Null leaves them as they are.</param>
public sealed record SaveProductRequest(
    string Name, string Description, Guid? CategoryId, string? Brand, string TaxClass, bool IsActive,
    IReadOnlyList<ProductImageInput> Images, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VariantInput> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string> Tags, string? Unit, IReadOnlyList<ProductVideoInput>? Videos = null);

/// <param name="OnHand">The new number of units on the shelf, not below what is reserved.</param>
/// <param name="ExpectedOnHand">What the person saw; a different number now refuses the change (409).</param>
/// <param name="Reason">Why, for the movements: up to 300 characters.</param>
public sealed record SetStockRequest(int OnHand, int? ExpectedOnHand, string? Reason, int? LowStockAt = null);

/// <param name="Price">In the store's currency: above 0.</param>
/// <param name="CompareAt">What it cost before: above the price. Null ends the offer.</param>
public sealed record SetPriceRequest(decimal Price, decimal? CompareAt);

/// <param name="ProductIds">1 to 500 products of the shop.</param>
/// <param name="Action">
/// <c>publish</c>, <c>unpublish</c>, <c>activate</c>, <c>deactivate</c>, <c>price</c>, <c>set-stock</c>, <c>add-stock</c>, <c>category</c>, <c>tags</c> or <c>delete</c>.
/// </param>
/// <param name="PricePercent">For <c>price</c>: −90 to 500, rounded to whole currency units.</param>
/// <param name="Units">For <c>set-stock</c>: so many of each variant. For <c>add-stock</c>: so many more of each, or fewer.</param>
/// <param name="CategoryId">For <c>category</c>.</param>
/// <param name="AddTags">For <c>tags</c>, as <paramref name="RemoveTags"/>.</param>
/// <param name="RemoveTags">For <c>tags</c>: those that go.</param>
public sealed record BulkChangeRequest(
    IReadOnlyList<Guid> ProductIds, string Action, decimal? PricePercent, int? Units = null, Guid? CategoryId = null, IReadOnlyList<string>? AddTags = null,
    IReadOnlyList<string>? RemoveTags = null);

/// <summary>Each product was changed whole, or is among the refused and was not changed at all.</summary>
/// <param name="Changed">How many products are changed.</param>
/// <param name="Refused">Those that are not, and why.</param>
public sealed record BulkChangeResult(int Changed, IReadOnlyList<BulkRefusal> Refused);

/// <param name="Code">Stays: act on it.</param>
/// <param name="Message">The same for people.</param>
public sealed record BulkRefusal(Guid ProductId, string Code, string Message);

/// <param name="Change">Units that came, or with a minus that went.</param>
/// <param name="OnHandAfter">Units on the shelf after it.</param>
/// <param name="Reason"><c>sale</c>, <c>cancellation</c> and others, or what a person wrote.</param>
/// <param name="Who">Who did it; null for the marketplace itself.</param>
/// <param name="OrderId">The order for which they went or came back.</param>
public sealed record StockMovementItem(DateTimeOffset At, int Change, int OnHandAfter, string Reason, string? Who, Guid? OrderId);

/// <summary>A long import. <c>State</c>: <c>RUNNING</c>, <c>DONE</c> or <c>FAILED</c>.</summary>
/// <param name="FileName">As it was uploaded.</param>
/// <param name="Format"><c>marketplace</c> or <c>vendure</c>.</param>
/// <param name="IsDryRun">Only tried: nothing is changed.</param>
/// <param name="State"><c>RUNNING</c>, <c>DONE</c>, or <c>FAILED</c>: then nothing was changed from the row at fault on.</param>
/// <param name="RowsRead">Lines done so far.</param>
/// <param name="RowsTotal">Lines in all; 0 until they are counted.</param>
/// <param name="Created">Products that are new.</param>
/// <param name="Updated">Products that are changed.</param>
/// <param name="Unchanged">Products that were so already.</param>
/// <param name="Errors">What is wrong in the file, line by line.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it was over; null while it runs.</param>
public sealed record ImportJob(
    Guid Id, string FileName, string Format, bool IsDryRun, string State, int RowsRead, int RowsTotal, int Created, int Updated, int Unchanged,
    IReadOnlyList<ImportRowError> Errors, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <param name="Line">Line of the file, the heading being line 1.</param>
/// <param name="Column">The column at fault; null when the whole line is.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record ImportRowError(int Line, string? Column, string Message);

/// <summary>The products of the vendor who asks. <c>X-Vendor</c> picks one of several shops.</summary>
public sealed class VendorProductsClient(HttpClient http)
{
    private const string Root = "api/v1/vendor/products";

    public Task<Page<VendorProductItem>> ListAsync(
        string? search = null, string? state = null, string? stock = null, string? sort = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<VendorProductItem>>(Root + ApiHttp.Query(("search", search), ("state", state), ("stock", stock), ("sort", sort), ("page", page), ("size", size)), ct);

    /// <summary>All products, the newest first: none twice and none left out, whatever is changed meanwhile.</summary>
    /// <param name="cursor">The <c>Next</c> of the page before; null begins with the newest.</param>
    public Task<Page<VendorProductItem>> FollowAsync(string? cursor = null, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<VendorProductItem>>(Root + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);

    public Task<VendorProductDetails> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<VendorProductDetails>($"{Root}/{id}", ct);

    public Task<VendorProductDetails> CreateAsync(SaveProductRequest request, CancellationToken ct = default) =>
        http.PostAsync<VendorProductDetails>(Root, request, ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<VendorProductDetails> UpdateAsync(Guid id, int? revision, SaveProductRequest request, CancellationToken ct = default) =>
        http.SaveAsync<VendorProductDetails>($"{Root}/{id}", revision, request, ct);

    public Task<Nothing> PublishAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/{id}/publish", null, ct);
    public Task<Nothing> UnpublishAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/{id}/unpublish", null, ct);
    public Task<Nothing> DeleteAsync(Guid id, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"{Root}/{id}", ct);
    public Task<BulkChangeResult> BulkAsync(BulkChangeRequest request, CancellationToken ct = default) => http.PostAsync<BulkChangeResult>($"{Root}/bulk", request, ct);
    public Task<VendorVariant> SetStockAsync(Guid variantId, SetStockRequest request, CancellationToken ct = default) =>
        http.PutAsync<VendorVariant>($"api/v1/vendor/variants/{variantId}/stock", request, ct);

    public Task<VendorVariant> SetPriceAsync(Guid variantId, SetPriceRequest request, CancellationToken ct = default) =>
        http.PutAsync<VendorVariant>($"api/v1/vendor/variants/{variantId}/price", request, ct);

    public Task<Page<StockMovementItem>> MovementsAsync(Guid variantId, int page = 1, CancellationToken ct = default) =>
        http.GetAsync<Page<StockMovementItem>>($"api/v1/vendor/variants/{variantId}/movements" + ApiHttp.Query(("page", page)), ct);

    /// <param name="format"><c>marketplace</c> (round-trips with the export) or <c>vendure</c>.</param>
    public Task<ImportJob> ImportAsync(Stream csv, string fileName, string format, bool dryRun, CancellationToken ct = default)
    {
        var form = new MultipartFormDataContent { { new StreamContent(csv), "file", fileName } };
        return http.PostAsync<ImportJob>($"{Root}/imports" + ApiHttp.Query(("format", format), ("dryRun", dryRun)), form, ct);
    }

    public Task<ImportJob> ImportStatusAsync(Guid jobId, CancellationToken ct = default) => http.GetAsync<ImportJob>($"{Root}/imports/{jobId}", ct);

    public async Task<Stream> ExportAsync(CancellationToken ct = default)
    {
        var response = await http.GetAsync(new Uri($"{Root}/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        await response.ThrowOnProblemAsync(ct);
        return await response.Content.ReadAsStreamAsync(ct);
    }
}

/// <summary>All products, for operations.</summary>
public sealed class AdminProductsClient(HttpClient http)
{
    public Task<Page<AdminProductItem>> ListAsync(string? search = null, Guid? vendorId = null, string? state = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminProductItem>>("api/v1/admin/products" + ApiHttp.Query(("search", search), ("vendorId", vendorId), ("state", state), ("page", page), ("size", size)), ct);

    public Task<Nothing> HideAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/products/{id}/hide", new ReasonRequest(reason), ct);
    public Task<Nothing> ShowAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/products/{id}/show", null, ct);

    public Task<AdminProductDetails> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<AdminProductDetails>($"api/v1/admin/products/{id}", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    /// <param name="reason">What the shop and the audit log read.</param>
    public Task<AdminProductDetails> UpdateAsync(Guid id, int? revision, string reason, SaveProductRequest request, CancellationToken ct = default) =>
        http.SaveAsync<AdminProductDetails>($"api/v1/admin/products/{id}" + ApiHttp.Query(("reason", reason)), revision, request, ct);

    public Task<Nothing> DeleteAsync(Guid id, string reason, CancellationToken ct = default) =>
        http.DeleteAsync<Nothing>($"api/v1/admin/products/{id}" + ApiHttp.Query(("reason", reason)), ct);

    /// <summary>All of them, also those that shoppers do not see.</summary>
    public Task<IReadOnlyList<CategoryNode>> CategoriesAsync(CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyList<CategoryNode>>("api/v1/admin/categories", ct);

    public Task<CategoryNode> CategoryAsync(Guid id, CancellationToken ct = default) => http.GetAsync<CategoryNode>($"api/v1/admin/categories/{id}", ct);

    public Task<CategoryNode> AddCategoryAsync(SaveCategoryRequest request, CancellationToken ct = default) => http.PostAsync<CategoryNode>("api/v1/admin/categories", request, ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<CategoryNode> SaveCategoryAsync(Guid id, int? revision, SaveCategoryRequest request, CancellationToken ct = default) =>
        http.SaveAsync<CategoryNode>($"api/v1/admin/categories/{id}", revision, request, ct);

    /// <param name="place">Among the categories below the same one, 0 being the first.</param>
    public Task<Nothing> PlaceCategoryAsync(Guid id, int place, CancellationToken ct = default) =>
        http.PutAsync<Nothing>($"api/v1/admin/categories/{id}/place", new PlaceCategoryRequest(place), ct);

    /// <param name="productsTo">Where the products go that stand in it.</param>
    public Task<Nothing> RemoveCategoryAsync(Guid id, Guid? productsTo = null, CancellationToken ct = default) =>
        http.DeleteAsync<Nothing>($"api/v1/admin/categories/{id}" + ApiHttp.Query(("productsTo", productsTo)), ct);

    public Task<Page<AdminBrandItem>> BrandsAsync(string? search = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminBrandItem>>("api/v1/admin/brands" + ApiHttp.Query(("search", search), ("page", page), ("size", size)), ct);

    public Task<AdminBrandItem> SaveBrandAsync(Guid id, SaveBrandRequest request, CancellationToken ct = default) =>
        http.PutAsync<AdminBrandItem>($"api/v1/admin/brands/{id}", request, ct);
}

/// <param name="State">Of <see cref="ProductStates"/>.</param>
/// <param name="IsActive">Its shop shows it, if it is published.</param>
/// <param name="IsHidden">An administrator has taken it out of sight.</param>
/// <param name="Price">The lowest of its variants.</param>
public sealed record AdminProductItem(Guid Id, string Slug, string Name, VendorChip Vendor, string State, bool IsActive, bool IsHidden, MoneyDto Price, int OnHand, DateTimeOffset UpdatedAt);

/// <summary>A product as its shop edits it, with the shop.</summary>
/// <param name="Product">As its shop edits it.</param>
public sealed record AdminProductDetails(Guid Id, int Revision, VendorChip Vendor, VendorProductDetails Product) : IRevised;

/// <param name="Name">1 to 80 characters.</param>
/// <param name="ParentId">The category above it; null at the top. Four levels at most.</param>
/// <param name="IsActive">Shoppers see it.</param>
/// <param name="ImageId">The picture of its tile; null shows none.</param>
public sealed record SaveCategoryRequest(string Name, Guid? ParentId, int Hue, bool IsActive, Guid? ImageId = null);

/// <param name="Place">Among the categories below the same one, 0 being the first. One behind the last is the last.</param>
public sealed record PlaceCategoryRequest(int Place);

/// <param name="Products">How many products name it, on sale or not.</param>
/// <param name="Description">What the brand tells of itself; may be empty.</param>
public sealed record AdminBrandItem(Guid Id, string Slug, string Name, string Description, ImageDto? Logo, int Products);

/// <param name="Name">1 to 80 characters.</param>
/// <param name="Description">What the brand is, for its page.</param>
/// <param name="LogoId">An uploaded picture; null shows none.</param>
public sealed record SaveBrandRequest(string Name, string Description, Guid? LogoId);

/// <param name="Reason">1 to 500 characters. Whom it concerns may read it.</param>
public sealed record ReasonRequest(string Reason);
