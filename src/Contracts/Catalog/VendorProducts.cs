using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Catalog;

/// <summary><c>DRAFT</c> and <c>PUBLISHED</c>; a published product that is not active is hidden for the time being.</summary>
public static class ProductStates
{
    public const string Draft = "DRAFT";
    public const string Published = "PUBLISHED";
}

public sealed record VendorProductItem(
    Guid Id, string Slug, string Name, string State, bool IsActive, string? Category, ImageDto? Image, MoneyDto Price, MoneyDto? PriceTo,
    int VariantCount, int OnHand, int Reserved, bool IsLow, int SoldLast30Days, DateTimeOffset UpdatedAt, IReadOnlyList<VendorVariant> Variants);

public sealed record VendorVariant(
    Guid Id, string Sku, IReadOnlyDictionary<string, string> Options, MoneyDto Price, MoneyDto? CompareAt, int WeightInGrams,
    int OnHand, int Reserved, int LowStockAt, Guid? ImageId);

/// <summary>A product as its vendor edits it.</summary>
public sealed record VendorProductDetails(
    Guid Id, int Revision, string Slug, string Name, string Description, string State, bool IsActive, Guid? CategoryId, string? Brand,
    string TaxClass, IReadOnlyList<ImageDto> Images, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VendorVariant> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string> Tags, string? Unit) : IRevised;

/// <param name="Id">Null for a new variant.</param>
/// <param name="OnHand">Only for a new variant; later changes go through the stock API, which keeps the movements.</param>
public sealed record VariantInput(
    Guid? Id, string Sku, IReadOnlyDictionary<string, string> Options, decimal Price, decimal? CompareAt, int WeightInGrams,
    int OnHand, int LowStockAt, Guid? ImageId);

public sealed record ProductImageInput(Guid MediaId, string Alt);

public sealed record SaveProductRequest(
    string Name, string Description, Guid? CategoryId, string? Brand, string TaxClass, bool IsActive,
    IReadOnlyList<ProductImageInput> Images, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VariantInput> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string> Tags, string? Unit);

/// <param name="OnHand">The new number of units on the shelf, not below what is reserved.</param>
/// <param name="ExpectedOnHand">What the person saw; a different number now refuses the change (409).</param>
public sealed record SetStockRequest(int OnHand, int? ExpectedOnHand, string? Reason, int? LowStockAt = null);

public sealed record SetPriceRequest(decimal Price, decimal? CompareAt);

/// <param name="Action">
/// <c>publish</c>, <c>unpublish</c>, <c>activate</c>, <c>deactivate</c>, <c>price</c>, <c>set-stock</c>, <c>add-stock</c>, <c>category</c>, <c>tags</c> or <c>delete</c>.
/// </param>
/// <param name="PricePercent">For <c>price</c>: −90 to 500, rounded to whole currency units.</param>
/// <param name="Units">For <c>set-stock</c>: so many of each variant. For <c>add-stock</c>: so many more of each, or fewer.</param>
/// <param name="CategoryId">For <c>category</c>.</param>
/// <param name="AddTags">For <c>tags</c>, as <paramref name="RemoveTags"/>.</param>
public sealed record BulkChangeRequest(
    IReadOnlyList<Guid> ProductIds, string Action, decimal? PricePercent, int? Units = null, Guid? CategoryId = null, IReadOnlyList<string>? AddTags = null,
    IReadOnlyList<string>? RemoveTags = null);

/// <summary>Each product was changed whole, or is among the refused and was not changed at all.</summary>
public sealed record BulkChangeResult(int Changed, IReadOnlyList<BulkRefusal> Refused);

public sealed record BulkRefusal(Guid ProductId, string Code, string Message);

public sealed record StockMovementItem(DateTimeOffset At, int Change, int OnHandAfter, string Reason, string? Who, Guid? OrderId);

/// <summary>A long import. <c>State</c>: <c>RUNNING</c>, <c>DONE</c> or <c>FAILED</c>.</summary>
public sealed record ImportJob(
    Guid Id, string FileName, string Format, bool IsDryRun, string State, int RowsRead, int RowsTotal, int Created, int Updated, int Unchanged,
    IReadOnlyList<ImportRowError> Errors, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <param name="Line">Line of the file, the heading being line 1.</param>
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

    public Task<CategoryNode> SaveCategoryAsync(Guid? id, SaveCategoryRequest request, CancellationToken ct = default) => id is { } known
        ? http.PutAsync<CategoryNode>($"api/v1/admin/categories/{known}", request, ct)
        : http.PostAsync<CategoryNode>("api/v1/admin/categories", request, ct);

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

public sealed record AdminProductItem(Guid Id, string Slug, string Name, VendorChip Vendor, string State, bool IsActive, bool IsHidden, MoneyDto Price, int OnHand, DateTimeOffset UpdatedAt);

/// <summary>A product as its shop edits it, with the shop.</summary>
public sealed record AdminProductDetails(Guid Id, int Revision, VendorChip Vendor, VendorProductDetails Product) : IRevised;

/// <param name="ImageId">The picture of its tile; null shows none.</param>
public sealed record SaveCategoryRequest(string Name, Guid? ParentId, int Hue, bool IsActive, Guid? ImageId = null);

/// <param name="Place">Among the categories below the same one, 0 being the first. One behind the last is the last.</param>
public sealed record PlaceCategoryRequest(int Place);

/// <param name="Products">How many products name it, on sale or not.</param>
public sealed record AdminBrandItem(Guid Id, string Slug, string Name, string Description, ImageDto? Logo, int Products);

public sealed record SaveBrandRequest(string Name, string Description, Guid? LogoId);

public sealed record ReasonRequest(string Reason);
