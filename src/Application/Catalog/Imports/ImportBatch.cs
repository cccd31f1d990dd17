using System.Data.Common;
using Marketplace.Application.Inventory;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog.Imports;

/// <param name="Pictures">What came with the file, by file name.</param>
internal sealed record ImportBatch(VendorId Vendor, string Who, bool IsDryRun, IReadOnlyList<ImportedProduct> Products, IReadOnlyDictionary<string, MediaId> Pictures);

internal sealed record ImportOutcome(int Created, int Updated, int Unchanged, IReadOnlyList<ImportRowError> Errors);

/// <summary>
/// Brings a few hundred products of a file into the shop in one transaction. A product is known by any of its SKUs; its rows are
/// the whole product. Whatever is wrong with a product keeps that product out, whole, and no other.
/// </summary>
internal sealed class ImportBatchHandler(IMarketplaceDb db, IStock stock, IBulkInsert bulk, ISettings settings, IReadyAnswers answers, ImportLookups lookups, TimeProvider clock) : IHandler
{
    private readonly List<ImportRowError> _errors = [];
    private readonly List<Product> _fresh = [];
    private readonly List<(VariantId Variant, VendorId Vendor, int OnHand, int LowStockAt)> _opened = [];
    private readonly List<(VariantId Variant, int OnHand, int? LowStockAt)> _counted = [];
    private (int Created, int Updated, int Unchanged) _count;

    /// <exception cref="DbException">Somebody else changed the shop at the same time; nothing of the batch is stored.</exception>
    public async Task<ImportOutcome> HandleAsync(ImportBatch batch, CancellationToken ct)
    {
        var known = await lookups.LoadAsync(batch, ct);
        var currency = (await settings.GetAsync(ct)).Currency;
        foreach (var product in batch.Products)
        {
            Take(product, batch, known, currency);
        }

        if (!batch.IsDryRun)
        {
            await SaveAsync(batch, ct);
        }

        return new(_count.Created, _count.Updated, _count.Unchanged, _errors);
    }

    private void Take(ImportedProduct imported, ImportBatch batch, ImportKnowledge known, string currency)
    {
        if (imported.Errors.Count > 0)
        {
            _errors.AddRange(imported.Errors);
            return;
        }

        Product[] named = [.. imported.Variants.Select(v => known.BySku.GetValueOrDefault(v.Sku)).OfType<Product>().Distinct()];
        if (named.Length > 1)
        {
            Refuse(imported.Line, "sku", $"These SKUs belong to {named.Length} products of yours: {string.Join(", ", named.Select(p => p.Name))}.");
            return;
        }

        var product = named.FirstOrDefault();
        var reader = new ImportedContent(imported, product, known, batch.Pictures, currency);
        var content = reader.Read();
        _errors.AddRange(reader.Errors);
        if (content is null)
        {
            return;
        }

        if (product is null)
        {
            Create(imported, content, known, batch);
        }
        else
        {
            Update(imported, product, content, known);
        }
    }

    private void Create(ImportedProduct imported, ProductContent content, ImportKnowledge known, ImportBatch batch)
    {
        var now = clock.GetUtcNow();
        var created = Product.Create(batch.Vendor, known.TakeSlug(imported.Handle), content, now);
        if (!created.IsSuccess)
        {
            Refuse(imported, created.Error);
            return;
        }

        var product = created.Value;
        if (imported.IsPublished == true || (imported.IsPublished is null && content.CategoryId is not null))
        {
            var published = product.Publish(now);
            if (!published.IsSuccess)
            {
                Refuse(imported, published.Error);
                return;
            }
        }

        _fresh.Add(product);
        _opened.AddRange(product.Variants.Zip(imported.Variants, (v, row) => (v.Id, batch.Vendor, row.Stock ?? 0, row.LowStockAt ?? 0)));
        _count.Created++;
    }

    private void Update(ImportedProduct imported, Product product, ProductContent content, ImportKnowledge known)
    {
        var now = clock.GetUtcNow();
        var rows = content.Variants.Zip(imported.Variants).ToArray();
        foreach (var (variant, row) in rows)
        {
            if (variant.Id is { } id && row.Stock is { } wanted && known.Stock.GetValueOrDefault(id) is { } item && wanted < item.Reserved)
            {
                Refuse(row.Line, "stock", $"{item.Reserved} of these are promised to orders.");
                return;
            }
        }

        if (product.Variants.Any(v => rows.All(r => r.First.Id != v.Id) && known.Stock.GetValueOrDefault(v.Id) is { Reserved: > 0 }))
        {
            Refuse(imported.Line, "sku", "A variant that is not in the file is promised to an order, so it cannot be removed.");
            return;
        }

        var isPublished = imported.IsPublished ?? product.State == ProductState.Published;
        var (isSame, isStateSame) = (product.Says(content), isPublished == (product.State == ProductState.Published));
        (VariantId, int, int?)[] counted =
        [
            .. rows.Where(r => r.First.Id is { } id && known.Stock.GetValueOrDefault(id) is { } item
                    && ((r.Second.Stock is { } units && units != item.OnHand) || (r.Second.LowStockAt is { } low && low != item.LowStockAt)))
                .Select(r => (r.First.Id!.Value, r.Second.Stock ?? known.Stock[r.First.Id!.Value].OnHand, r.Second.LowStockAt)),
        ];
        if (isSame && isStateSame && counted.Length == 0)
        {
            _count.Unchanged++;
            return;
        }

        // Asked before anything changes, because the product is tracked: a refusal must leave it as it was.
        if ((content.Check() ?? (isPublished && content.CategoryId is null ? CatalogErrors.PublishNeedsCategory : null)) is { } wrong)
        {
            Refuse(imported, wrong);
            return;
        }

        if (!isStateSame && !isPublished)
        {
            product.Unpublish(now);
        }

        if (!isSame)
        {
            product.Edit(content, now);
        }

        if (!isStateSame && isPublished)
        {
            product.Publish(now);
        }

        _counted.AddRange(counted);
        _opened.AddRange(product.Variants.OrderBy(v => v.Position).Zip(imported.Variants)
            .Where(v => !known.Stock.ContainsKey(v.First.Id)).Select(v => (v.First.Id, product.VendorId, v.Second.Stock ?? 0, v.Second.LowStockAt ?? 0)));
        _count.Updated++;
    }

    private async Task SaveAsync(ImportBatch batch, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.SaveChangesAsync(ct); // the changed products, and brands that are new
            await bulk.InsertAsync(_fresh, ct);
            if (_opened.Count > 0)
            {
                await stock.OpenAsync(_opened, batch.Who, now, ct);
            }

            foreach (var (variant, onHand, lowStockAt) in _counted)
            {
                var set = await stock.SetAsync(variant, batch.Vendor, onHand, expectedOnHand: null, lowStockAt, MovementReason.Imported, batch.Who, note: null, now, ct);
                if (!set.IsSuccess)
                {
                    throw new DbUpdateConcurrencyException(set.Error.Message);
                }
            }

            await db.SaveChangesAsync(ct); // what the stock told
            await transaction.CommitAsync(ct);
        }

        if (_fresh.Count + _count.Updated > 0)
        {
            await answers.ForgetAsync([AnswerTags.Products], ct);
        }
    }

    private void Refuse(int line, string? column, string message) => _errors.Add(new(line, column, message));

    private void Refuse(ImportedProduct imported, Error error)
    {
        var (line, column) = ImportedContent.PlaceOf(imported, error.Field);
        Refuse(line, column, error.Message);
    }
}
