using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

public enum ProductState
{
    Draft,
    Published,
}

/// <summary>Something that a vendor sells, in one or more variants.</summary>
public sealed partial class Product : AggregateRoot
{
    public const int NameMaxLength = 200;
    public const int DescriptionMaxLength = 10_000;
    public const int CodeMaxLength = 64;
    public const int UnitMaxLength = 40;
    public const int AltMaxLength = 250;
    public const int OptionMaxLength = 60;
    public const int AttributeMaxLength = 500;
    public const int ReasonMaxLength = 500;
    public const int MaxImages = 20;
    public const int MaxVideos = 3;
    public const int VideoTextMaxLength = 1000;
    public const int MaxOptions = 4;
    public const int MaxOptionValues = 60;
    public const int MaxVariants = 200;
    public const int MaxAttributes = 50;
    public const int MaxTags = 30;
    public const int MaxWeightInGrams = 1_000_000;
    public const decimal MaxPrice = 100_000_000m;

    private readonly List<Variant> _variants = [];
    private readonly List<ProductImage> _images = [];
    private readonly List<ProductVideo> _videos = [];

    private Product() { } // EF Core

    public ProductId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public VendorId VendorId { get; private init; }
    public string Slug { get; private init; } = "";
    public string Name { get; private set; } = "";
    public string Description { get; private set; } = "";
    public CategoryId? CategoryId { get; private set; }
    public BrandId? BrandId { get; private set; }
    public ProductState State { get; private set; }

    /// <summary>A published product that is not active is out of sight for the time being.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Taken out of sight by the marketplace; its vendor cannot undo that.</summary>
    public bool IsHidden { get; private set; }
    public string? HiddenReason { get; private set; }
    public string TaxClass { get; private set; } = "";

    /// <summary>What one unit is, where it needs saying: "500 g".</summary>
    public string? Unit { get; private set; }
    public IReadOnlyList<OptionType> Options { get; private set; } = [];
    public IReadOnlyList<ProductFact> Attributes { get; private set; } = [];
    public IReadOnlyList<string> Tags { get; private set; } = [];
    public int RatingSum { get; private set; }
    public int RatingCount { get; private set; }

    /// <summary>Units delivered so far; what trends is told by it.</summary>
    public int SoldCount { get; private set; }

    /// <summary>The lowest price of the variants, kept here so that lists need not look at them.</summary>
    public Money PriceFrom { get; private set; }
    public decimal PriceTo { get; private set; }

    /// <summary>The price before of the cheapest variant.</summary>
    public decimal? CompareAtFrom { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public IReadOnlyList<Variant> Variants => _variants;
    public IReadOnlyList<ProductImage> Images => _images;
    public IReadOnlyList<ProductVideo> Videos => _videos;

    public static Result<Product> Create(VendorId vendorId, string slug, ProductContent content, DateTimeOffset now)
    {
        if (content.Check() is { } wrong)
        {
            return wrong;
        }

        var product = new Product { Id = ProductId.New(), VendorId = vendorId, Slug = slug, State = ProductState.Draft, CreatedAt = now };
        product.Take(content, now);
        product.Raise(new ProductCreated(product.Id, vendorId, product.Name, now));
        return product;
    }

    public Result<Done> Edit(ProductContent content, DateTimeOffset now)
    {
        if (content.Check() is { } wrong)
        {
            return wrong;
        }

        if (content.Variants.FirstOrDefault(v => v.Id is { } id && _variants.All(known => known.Id != id)) is not null)
        {
            return CatalogErrors.VariantNotFound;
        }

        if (State == ProductState.Published && content.CategoryId is null)
        {
            return CatalogErrors.PublishNeedsCategory;
        }

        foreach (var next in content.Variants)
        {
            if (_variants.Find(v => v.Id == next.Id) is { } current && current.Price != next.Price)
            {
                Raise(new ProductPriceChanged(Id, current.Id, VendorId, current.Price, next.Price, now));
            }
        }

        Take(content, now);
        Raise(new ProductUpdated(Id, VendorId, now));
        return default(Done);
    }

    /// <summary>An edit with this content would change nothing.</summary>
    public bool Says(ProductContent content) =>
        Name == content.Name.Trim() && Description == content.Description.Trim() && CategoryId == content.CategoryId && BrandId == content.BrandId
        && TaxClass == content.TaxClass.Trim() && (Unit ?? "") == (content.Unit ?? "").Trim() && IsActive == content.IsActive
        && Tags.SequenceEqual(content.Tags.Select(t => t.Trim()).Distinct(StringComparer.OrdinalIgnoreCase))
        && Attributes.SequenceEqual(content.Attributes)
        && Options.Count == content.Options.Count && Options.Zip(content.Options).All(o => o.First.Name == o.Second.Name && o.First.Values.SequenceEqual(o.Second.Values))
        && Images.Count == content.Images.Count && Images.OrderBy(i => i.Position).Zip(content.Images).All(i => i.First.MediaId == i.Second.MediaId && i.First.Alt == i.Second.Alt.Trim())
        && VideoContents().SequenceEqual(content.Videos.Select(v => v with { Text = v.Text.Trim() }))
        && Variants.Count == content.Variants.Count && Variants.OrderBy(v => v.Position).Zip(content.Variants).All(v => v.First.Says(v.Second));

    /// <summary>Its videos as an edit that leaves them alone says them, in their order.</summary>
    public IReadOnlyList<VideoContent> VideoContents() => [.. _videos.OrderBy(v => v.Position).Select(v => new VideoContent(v.MediaId, v.Text, v.PosterId))];

    public Result<Done> Publish(DateTimeOffset now)
    {
        if (State == ProductState.Published)
        {
            return CatalogErrors.AlreadyPublished;
        }

        if (CategoryId is null)
        {
            return CatalogErrors.PublishNeedsCategory;
        }

        State = ProductState.Published;
        PublishedAt ??= now;
        Changed(now);
        return default(Done);
    }

    public Result<Done> Unpublish(DateTimeOffset now)
    {
        if (State == ProductState.Draft)
        {
            return CatalogErrors.NotPublished;
        }

        State = ProductState.Draft;
        Changed(now);
        return default(Done);
    }

    public void SetActive(bool isActive, DateTimeOffset now)
    {
        if (IsActive != isActive)
        {
            IsActive = isActive;
            Changed(now);
        }
    }

    public Result<Done> SetPrice(VariantId variantId, Money price, decimal? compareAt, DateTimeOffset now)
    {
        if (_variants.Find(v => v.Id == variantId) is not { } variant)
        {
            return CatalogErrors.VariantNotFound;
        }

        if (ProductContent.CheckPrice(price, compareAt, "variant") is { } wrong)
        {
            return wrong with { Field = wrong.Field?["variant.".Length..] };
        }

        var before = variant.Price;
        variant.SetPrice(price, compareAt);
        SumUp();
        if (before != price)
        {
            Raise(new ProductPriceChanged(Id, variantId, VendorId, before, price, now));
        }

        Changed(now);
        return default(Done);
    }

    /// <summary>Moves every price by a percentage, to whole units of the currency and never below one of them. A price before that no longer says anything goes.</summary>
    public Result<Done> ChangePrices(decimal percent, DateTimeOffset now)
    {
        if (percent is < -90 or > 500)
        {
            return CatalogErrors.Wrong("pricePercent", "Prices change by −90 to 500 percent.");
        }

        foreach (var variant in _variants)
        {
            var amount = Math.Max(1, decimal.Round(variant.Price.Amount * (100 + percent) / 100, 0, MidpointRounding.ToEven));
            if (amount > MaxPrice)
            {
                return CatalogErrors.Wrong("pricePercent", $"A price is at most {MaxPrice:0}.");
            }
        }

        foreach (var variant in _variants)
        {
            var before = variant.Price;
            var after = before with { Amount = Math.Max(1, decimal.Round(before.Amount * (100 + percent) / 100, 0, MidpointRounding.ToEven)) };
            variant.SetPrice(after, variant.CompareAt > after.Amount ? variant.CompareAt : null);
            if (before != after)
            {
                Raise(new ProductPriceChanged(Id, variant.Id, VendorId, before, after, now));
            }
        }

        SumUp();
        Changed(now);
        return default(Done);
    }

    public void PutInto(CategoryId category, DateTimeOffset now)
    {
        if (CategoryId != category)
        {
            CategoryId = category;
            Changed(now);
        }
    }

    /// <summary>Gives tags and takes some away, whatever their case. Giving what is there and taking what is not changes nothing.</summary>
    public Result<Done> ChangeTags(IReadOnlyList<string> given, IReadOnlyList<string> taken, DateTimeOffset now)
    {
        string[] away = [.. taken.Select(t => t.Trim())];
        string[] tags = [.. Tags.Where(t => !away.Contains(t, StringComparer.OrdinalIgnoreCase)).Concat(given.Select(t => t.Trim())).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (tags.Length > MaxTags)
        {
            return CatalogErrors.Wrong("addTags", $"A product has at most {MaxTags} tags.");
        }

        if (tags.Any(t => t.Length is 0 or > OptionMaxLength))
        {
            return CatalogErrors.Wrong("addTags", $"1 to {OptionMaxLength} characters.");
        }

        if (!Tags.SequenceEqual(tags))
        {
            Tags = tags;
            Changed(now);
        }

        return default(Done);
    }

    /// <summary>Tells the others that the product is about to be removed.</summary>
    public void Remove(DateTimeOffset now) => Raise(new ProductUpdated(Id, VendorId, now));

    private void Changed(DateTimeOffset now)
    {
        UpdatedAt = now;
        Raise(new ProductUpdated(Id, VendorId, now));
    }

    private void Take(ProductContent content, DateTimeOffset now)
    {
        (Name, Description, UpdatedAt) = (content.Name.Trim(), content.Description.Trim(), now);
        (CategoryId, BrandId, TaxClass, IsActive) = (content.CategoryId, content.BrandId, content.TaxClass.Trim(), content.IsActive);
        Unit = string.IsNullOrWhiteSpace(content.Unit) ? null : content.Unit.Trim();
        (Options, Attributes) = ([.. content.Options], [.. content.Attributes]);
        Tags = [.. content.Tags.Select(t => t.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];

        _variants.RemoveAll(v => content.Variants.All(c => c.Id != v.Id));
        for (var i = 0; i < content.Variants.Count; i++)
        {
            if (_variants.Find(v => v.Id == content.Variants[i].Id) is { } known)
            {
                known.Take(content.Variants[i], i);
            }
            else
            {
                _variants.Add(new(Id, VendorId, content.Variants[i], i));
            }
        }

        _images.RemoveAll(i => content.Images.All(c => c.MediaId != i.MediaId));
        for (var i = 0; i < content.Images.Count; i++)
        {
            if (_images.Find(image => image.MediaId == content.Images[i].MediaId) is { } known)
            {
                known.Take(content.Images[i], i);
            }
            else
            {
                _images.Add(new(Id, content.Images[i], i));
            }
        }

        _videos.RemoveAll(v => content.Videos.All(c => c.MediaId != v.MediaId));
        for (var i = 0; i < content.Videos.Count; i++)
        {
            if (_videos.Find(video => video.MediaId == content.Videos[i].MediaId) is { } known)
            {
                known.Take(content.Videos[i], i);
            }
            else
            {
                _videos.Add(new(Id, content.Videos[i], i));
            }
        }

        SumUp();
    }

    private void SumUp()
    {
        var cheapest = _variants.MinBy(v => v.Price.Amount)!;
        (PriceFrom, CompareAtFrom, PriceTo) = (cheapest.Price, cheapest.CompareAt, _variants.Max(v => v.Price.Amount));
    }
}
