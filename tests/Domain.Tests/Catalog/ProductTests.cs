using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Catalog;

public sealed class ProductTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private static readonly VendorId Vendor = VendorId.New();

    private static ProductContent Content => new(
        "Shirt", "Cotton", CategoryId.New(), null, "STANDARD", null, true, [], [new("Size", ["S", "M"])], [Variant("S", 100), Variant("M", 120, 150)], [new("Material", "Cotton")], ["new", "NEW"]);

    [Fact]
    public void Knows_its_lowest_and_highest_price()
    {
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;

        Assert.Equal((Inr(100), 120m, null), (product.PriceFrom, product.PriceTo, product.CompareAtFrom));
        Assert.Equal(["new"], product.Tags);
        Assert.Equal([0, 1], product.Variants.Select(v => v.Position));
        product.SetPrice(product.Variants[1].Id, Inr(80), 90, Now);
        Assert.Equal((Inr(80), 100m, 90m), (product.PriceFrom, product.PriceTo, product.CompareAtFrom!.Value));
        Assert.Single(product.TakeEvents().OfType<ProductPriceChanged>(), e => (e.From, e.To) == (Inr(120), Inr(80)));
    }

    [Fact]
    public void Takes_and_gives_away_tags_whatever_their_case()
    {
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;
        product.TakeEvents();

        Assert.True(product.ChangeTags([" Summer ", "summer", "New"], [], Now).IsSuccess);
        Assert.Equal(["new", "Summer"], product.Tags);
        Assert.True(product.ChangeTags([], ["SUMMER", "never there"], Now).IsSuccess);
        Assert.Equal(["new"], product.Tags);
        product.TakeEvents();
        Assert.True(product.ChangeTags(["NEW"], ["never there"], Now).IsSuccess);
        Assert.Empty(product.TakeEvents());

        Assert.Equal("addTags", product.ChangeTags([.. Enumerable.Range(0, Product.MaxTags).Select(i => $"t{i}")], [], Now).Error?.Field);
        Assert.Equal("addTags", product.ChangeTags([" "], [], Now).Error?.Field);
        Assert.Equal(["new"], product.Tags);
    }

    [Fact]
    public void Moves_to_another_category_once()
    {
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;
        product.TakeEvents();
        var other = CategoryId.New();

        product.PutInto(other, Now);
        product.PutInto(other, Now);

        Assert.Equal(other, product.CategoryId);
        Assert.Single(product.TakeEvents());
    }

    [Fact]
    public void The_marketplace_says_why_it_touches_a_product()
    {
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;
        product.TakeEvents();

        Assert.Equal("reason", product.Correct(Content with { Name = "Other" }, " ", Now).Error?.Field);
        Assert.Equal("reason", product.TakeAway("", Now).Error?.Field);
        Assert.Equal("reason", product.Hide(new('x', Product.ReasonMaxLength + 1), Now).Error?.Field);
        Assert.Equal("Shirt", product.Name);
        Assert.Empty(product.TakeEvents());

        var content = Content with { Name = "Other", Variants = [.. Content.Variants.Zip(product.Variants, (c, v) => c with { Id = v.Id })] };
        Assert.True(product.Correct(content, " It is no shirt. ", Now).IsSuccess);
        product.Hide("Forbidden", Now);
        product.Show(Now);
        product.Show(Now);
        product.TakeAway("Forbidden", Now);

        Assert.Equal(
            [(ProductJudgement.Corrected, "It is no shirt."), (ProductJudgement.Hidden, "Forbidden"), (ProductJudgement.ShownAgain, null), (ProductJudgement.Removed, "Forbidden")],
            product.TakeEvents().OfType<ProductJudged>().Select(e => (e.Judgement, e.Reason)));
    }

    public static TheoryData<string, ProductContent> Wrong => new()
    {
        { "name", Content with { Name = " " } },
        { "name", Content with { Name = new('x', Product.NameMaxLength + 1) } },
        { "variants", Content with { Variants = [] } },
        { "variants[1].options", Content with { Variants = [Variant("S", 1), Variant("S", 2) with { Sku = "other" }] } },
        { "variants[0].options", Content with { Variants = [Variant("XL", 1)] } },
        { "variants[0].options", Content with { Variants = [Variant("S", 1) with { Options = new Dictionary<string, string>() }] } },
        { "variants[1].sku", Content with { Variants = [Variant("S", 1), Variant("M", 2) with { Sku = " S" }] } },
        { "variants[0].price", Content with { Variants = [Variant("S", 0)] } },
        { "variants[0].price", Content with { Variants = [Variant("S", 1.001m)] } },
        { "variants[0].compareAt", Content with { Variants = [Variant("S", 10, 10)] } },
        { "variants[1].price", Content with { Variants = [Variant("S", 1), Variant("M", 2) with { Price = new(2, "EUR") }] } },
        { "variants[0].weightInGrams", Content with { Variants = [Variant("S", 1) with { WeightInGrams = -1 }] } },
        { "options[0].values", Content with { Options = [new("Size", ["S", "M", "S"])] } },
        { "options", Content with { Options = [new("Size", ["S", "M"]), new("Size", ["S"])] } },
        { "attributes", Content with { Attributes = [new("Material", "a"), new("material", "b")] } },
        { "tags[0]", Content with { Tags = [""] } },
        { "videos", Content with { Videos = [.. Enumerable.Range(0, Product.MaxVideos + 1).Select(_ => new VideoContent(MediaId.New(), "It is worn", null))] } },
        { "videos", Content with { Videos = [new(default, "It is worn", null), new(default, "It is washed", null)] } },
        { "videos[1].text", Content with { Videos = [new(MediaId.New(), "It is worn", null), new(MediaId.New(), " ", null)] } },
        { "videos[0].text", Content with { Videos = [new(MediaId.New(), new('x', Product.VideoTextMaxLength + 1), null)] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_content_that_breaks_a_rule(string field, ProductContent content)
    {
        Assert.Equal(field, Product.Create(Vendor, "shirt", content, Now).Error?.Field);
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;
        product.TakeEvents();
        Assert.Equal(field, product.Edit(content, Now).Error?.Field);
        Assert.Empty(product.TakeEvents());
    }

    [Fact]
    public void Keeps_the_variants_and_pictures_that_an_edit_names()
    {
        var (a, b) = (MediaId.New(), MediaId.New());
        var product = Product.Create(Vendor, "shirt", Content with { Images = [new(a, "A"), new(b, "B")] }, Now).Value!;
        var kept = product.Variants[1];

        var edited = product.Edit(Content with { Images = [new(b, "B again")], Variants = [Variant("M", 130) with { Id = kept.Id }, Variant("S", 90)] }, Now);

        Assert.True(edited.IsSuccess);
        Assert.Same(kept, product.Variants.Single(v => v.Position == 0));
        Assert.Equal((b, "B again", 0), (product.Images[0].MediaId, product.Images[0].Alt, product.Images[0].Position));
        Assert.Equal("variant.not_found", product.Edit(Content with { Variants = [Variant("S", 1) with { Id = VariantId.New() }] }, Now).Error?.Code);
    }

    [Fact]
    public void Shows_its_videos_in_the_order_of_the_last_edit()
    {
        var (a, b, poster) = (MediaId.New(), MediaId.New(), MediaId.New());
        var content = Content with { Videos = [new(a, " A ", null), new(b, "B", poster)] };
        var product = Product.Create(Vendor, "shirt", content, Now).Value!;
        var kept = product.Videos[1];
        VariantContent[] same = [.. content.Variants.Zip(product.Variants, (c, v) => c with { Id = v.Id })];
        Assert.Equal([new(a, "A", null), new VideoContent(b, "B", poster)], product.VideoContents());
        Assert.True(product.Says(content with { Tags = ["new"], Variants = same }));
        Assert.False(product.Says(content with { Tags = ["new"], Variants = same, Videos = [content.Videos[1], content.Videos[0]] }));
        Assert.False(product.Says(content with { Tags = ["new"], Variants = same, Videos = [content.Videos[0], content.Videos[1] with { PosterId = null }] }));

        Assert.True(product.Edit(content with { Variants = same, Videos = [new(b, "B again", null), new(a, "A", poster)] }, Now).IsSuccess);

        Assert.Same(kept, product.Videos.Single(v => v.Position == 0));
        Assert.Equal([new(b, "B again", null), new VideoContent(a, "A", poster)], product.VideoContents());
        Assert.True(product.Edit(content with { Variants = same, Videos = [] }, Now).IsSuccess);
        Assert.Empty(product.Videos);
    }

    [Fact]
    public void Goes_on_sale_with_a_category_only()
    {
        var product = Product.Create(Vendor, "shirt", Content with { CategoryId = null }, Now).Value!;
        Assert.Equal("product.category_missing", product.Publish(Now).Error?.Code);
        product.Edit(Content with { Variants = [Variant("S", 100)] }, Now);
        Assert.True(product.Publish(Now).IsSuccess);
        Assert.Equal("product.already_published", product.Publish(Now.AddDays(1)).Error?.Code);
        Assert.Equal("product.category_missing", product.Edit(Content with { CategoryId = null, Variants = [Variant("S", 100)] }, Now).Error?.Code);
        Assert.True(product.Unpublish(Now).IsSuccess);
        product.Publish(Now.AddDays(2));
        Assert.Equal(Now, product.PublishedAt);
    }

    [Theory]
    [InlineData(-10, 90, 108)]
    [InlineData(-90, 10, 12)]
    [InlineData(0.4, 100, 120)]
    [InlineData(500, 600, 720)]
    public void Moves_prices_to_whole_units(double percent, int s, int m)
    {
        var product = Product.Create(Vendor, "shirt", Content, Now).Value!;

        Assert.True(product.ChangePrices((decimal)percent, Now).IsSuccess);
        Assert.Equal([Inr(s), Inr(m)], product.Variants.Select(v => v.Price));
        Assert.All(product.Variants, v => Assert.True(v.CompareAt is null || v.CompareAt > v.Price.Amount));
        Assert.False(product.ChangePrices(-91, Now).IsSuccess);
    }

    [Theory]
    [InlineData("Crème  Brûlée!", "creme-brulee")]
    [InlineData("Selvi's Kitchen", "selvis-kitchen")]
    [InlineData("தாராபேட்டை", "else")]
    [InlineData("--", "else")]
    public void Slugs_are_plain(string name, string slug) => Assert.Equal(slug, Slug.From(name, "else"));

    [Fact]
    public void Slugs_are_made_free_within_their_length()
    {
        Assert.Equal("a-3", Slug.Free("a", ["a", "a-2"]));
        Assert.Equal(Slug.MaxLength, Slug.Free(new('a', Slug.MaxLength), [new('a', Slug.MaxLength)]).Length);
    }

    private static VariantContent Variant(string size, decimal price, decimal? compareAt = null) =>
        new(null, size, new Dictionary<string, string> { ["Size"] = size }, Inr(price), compareAt, 100, null);

    private static Money Inr(decimal amount) => new(amount, "INR");
}
