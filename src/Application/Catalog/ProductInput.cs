using FluentValidation;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <summary>Nothing is missing; everything else is the product's own rule.</summary>
public sealed class SaveProductRequestValidator : AbstractValidator<SaveProductRequest>
{
    public SaveProductRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty();
        RuleFor(r => r.Description).NotNull();
        RuleFor(r => r.TaxClass).NotEmpty();
        RuleFor(r => r.Brand).MaximumLength(Brand.NameMaxLength);
        RuleFor(r => r.Images).NotNull().Must(l => l.Count <= Product.MaxImages);
        RuleForEach(r => r.Images).NotNull().ChildRules(i => i.RuleFor(x => x.Alt).NotNull());
        RuleFor(r => r.Videos).Must(l => l is null or { Count: <= Product.MaxVideos });
        RuleForEach(r => r.Videos).NotNull().ChildRules(v => v.RuleFor(x => x.Text).NotEmpty());
        RuleFor(r => r.Options).NotNull().Must(l => l.Count <= Product.MaxOptions);
        RuleForEach(r => r.Options).NotNull().ChildRules(o =>
        {
            o.RuleFor(x => x.Name).NotEmpty();
            o.RuleFor(x => x.Values).NotNull();
            o.RuleForEach(x => x.Values).NotEmpty();
        });
        RuleFor(r => r.Variants).NotNull().Must(l => l.Count <= Product.MaxVariants);
        RuleForEach(r => r.Variants).NotNull().ChildRules(v =>
        {
            v.RuleFor(x => x.Sku).NotEmpty();
            v.RuleFor(x => x.Options).NotNull().Must(o => o.Values.All(value => value is not null)).WithMessage("A value is missing.");
            v.RuleFor(x => x.OnHand).InclusiveBetween(0, 1_000_000);
            v.RuleFor(x => x.LowStockAt).InclusiveBetween(0, 1_000_000);
        });
        RuleFor(r => r.Attributes).NotNull().Must(l => l.Count <= Product.MaxAttributes);
        RuleForEach(r => r.Attributes).NotNull().ChildRules(a =>
        {
            a.RuleFor(x => x.Name).NotEmpty();
            a.RuleFor(x => x.Value).NotEmpty();
        });
        RuleFor(r => r.Tags).NotNull().Must(l => l.Count <= Product.MaxTags);
        RuleForEach(r => r.Tags).NotEmpty();
        RuleLevelCascadeMode = CascadeMode.Stop;
    }
}

internal static class ProductInput
{
    extension(IMarketplaceDb db)
    {
        /// <summary>What the request says, with everything that it points at looked up. A brand that is new is added.</summary>
        /// <param name="self">The product that the request is about; null makes a new one.</param>
        public async Task<Result<ProductContent>> ToContentAsync(
            SaveProductRequest request, VendorId vendor, Product? self, MarketplaceSettings settings, IMediaStore media, IVideoStore videos, DateTimeOffset now, CancellationToken ct)
        {
            CategoryId? category = request.CategoryId is { } id ? new CategoryId(id) : null;
            if (category is { } known && !await db.Categories.AnyAsync(c => c.Id == known, ct))
            {
                return CatalogErrors.UnknownCategory;
            }

            if (settings.TaxClasses.All(c => c.Code != request.TaxClass))
            {
                return CatalogErrors.Wrong("taxClass", "There is no such tax class.");
            }

            MediaId[] pictures =
            [
                .. request.Images.Select(i => new MediaId(i.MediaId)), .. request.Variants.Where(v => v.ImageId is not null).Select(v => new MediaId(v.ImageId!.Value)),
                .. (request.Videos ?? []).Where(v => v.PosterId is not null).Select(v => new MediaId(v.PosterId!.Value)),
            ];
            if (pictures.Length > 0 && (await media.MissingAsync(pictures, ct)).Count > 0)
            {
                return CatalogErrors.UnknownPicture;
            }

            if (request.Videos is { Count: > 0 } shown && videos.Hold([.. shown.Select(v => new MediaId(v.MediaId))]).Count > 0)
            {
                return CatalogErrors.UnknownVideo;
            }

            string[] skus = [.. request.Variants.Select(v => v.Sku.Trim())];
            var taken = db.Variants.Where(v => v.VendorId == vendor && skus.Contains(v.Sku));
            taken = self?.Id is { } own ? taken.Where(v => v.ProductId != own) : taken;
            if (await taken.Select(v => v.Sku).FirstOrDefaultAsync(ct) is { } sku)
            {
                return CatalogErrors.SkuTaken(sku);
            }

            return new ProductContent(
                request.Name, request.Description, category, await db.BrandAsync(request.Brand, now, ct), request.TaxClass, request.Unit, request.IsActive,
                [.. request.Images.Select(i => new ImageContent(new MediaId(i.MediaId), i.Alt))],
                [.. request.Options.Select(o => new OptionType(o.Name.Trim(), [.. o.Values.Select(v => v.Trim())]))],
                [
                    .. request.Variants.Select(v => new VariantContent(
                        v.Id is { } variant ? new VariantId(variant) : null, v.Sku, v.Options.ToDictionary(o => o.Key.Trim(), o => o.Value.Trim()),
                        new Money(v.Price, settings.Currency), v.CompareAt, v.WeightInGrams, v.ImageId is { } image ? new MediaId(image) : null)),
                ],
                [.. request.Attributes.Select(a => new ProductFact(a.Name.Trim(), a.Value.Trim()))], request.Tags)
            {
                Videos = request.Videos?.Select(v => new VideoContent(new MediaId(v.MediaId), v.Text, v.PosterId is { } poster ? new MediaId(poster) : null)).ToList() ?? self?.VideoContents() ?? [],
            };
        }

        /// <summary>A slug that no product has yet.</summary>
        public async Task<string> FreeProductSlugAsync(string name, CancellationToken ct)
        {
            var slug = Slug.From(name, "product");
            var prefix = slug.Length > Slug.MaxLength - 8 ? slug[..(Slug.MaxLength - 8)] : slug;
            var taken = await db.Products.Where(p => p.Slug.StartsWith(prefix)).Select(p => p.Slug).ToHashSetAsync(ct);
            return Slug.Free(slug, taken);
        }

        private async Task<BrandId?> BrandAsync(string? name, DateTimeOffset now, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                return null;
            }

            var slug = BrandSlug.Of(name);
            if (await db.Brands.Where(b => b.Slug == slug).Select(b => (BrandId?)b.Id).FirstOrDefaultAsync(ct) is { } known)
            {
                return known;
            }

            var brand = Brand.Add(slug, name, now);
            db.Brands.Add(brand);
            return brand.Id;
        }
    }
}
