using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Catalog;

/// <summary>Makes every node forget the answers that show what has changed.</summary>
[Repeatable]
public sealed class ForgetReadyAnswers(IReadyAnswers answers)
    : IReactTo<ProductCreated>, IReactTo<ProductUpdated>, IReactTo<StockChanged>, IReactTo<CategorySaved>, IReactTo<BrandAdded>, IReactTo<BrandChanged>,
        IReactTo<VendorApproved>, IReactTo<VendorSuspended>, IReactTo<VendorUpdated>, IReactTo<SettingsChanged>,
        IReactTo<RiderWentOnline>, IReactTo<RiderWentOffline>
{
    public async Task HandleAsync(ProductCreated happened, CancellationToken ct) =>
        await answers.ForgetAsync([AnswerTags.Products, AnswerTags.Of(happened.ProductId)], ct);

    public async Task HandleAsync(ProductUpdated happened, CancellationToken ct) =>
        await answers.ForgetAsync([AnswerTags.Products, AnswerTags.Of(happened.ProductId)], ct);

    public async Task HandleAsync(StockChanged happened, CancellationToken ct) =>
        await answers.StockMovedAsync(happened.VariantId, happened.Available > 0, ct);

    public async Task HandleAsync(CategorySaved happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Categories, AnswerTags.Products], ct);

    public async Task HandleAsync(BrandAdded happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Products], ct);

    public async Task HandleAsync(BrandChanged happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Brands, AnswerTags.Products], ct);

    public Task HandleAsync(VendorApproved happened, CancellationToken ct) => ForgetVendorAsync(happened.VendorId, ct);

    public Task HandleAsync(VendorSuspended happened, CancellationToken ct) => ForgetVendorAsync(happened.VendorId, ct);

    public Task HandleAsync(VendorUpdated happened, CancellationToken ct) => ForgetVendorAsync(happened.VendorId, ct);

    public async Task HandleAsync(SettingsChanged happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Settings], ct);

    public async Task HandleAsync(RiderWentOnline happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Riders], ct);

    public async Task HandleAsync(RiderWentOffline happened, CancellationToken ct) => await answers.ForgetAsync([AnswerTags.Riders], ct);

    private async Task ForgetVendorAsync(VendorId vendor, CancellationToken ct) =>
        await answers.ForgetAsync([AnswerTags.Of(vendor), AnswerTags.Vendors, AnswerTags.Products], ct);
}
