using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;

namespace Marketplace.Domain.Tests.Catalog;

public sealed class BrandTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Is_saved_with_its_words_and_keeps_its_address()
    {
        var (brand, logo) = (Brand.Add("aroha", "aroha", Now), new MediaId(Guid.CreateVersion7()));
        brand.TakeEvents();

        Assert.True(brand.Save(" Aroha ", " Pots of the town. ", logo, Now).IsSuccess);

        Assert.Equal(("aroha", "Aroha", "Pots of the town.", logo), (brand.Slug, brand.Name, brand.Description, brand.LogoId!.Value));
        Assert.IsType<BrandChanged>(Assert.Single(brand.TakeEvents()));
    }

    [Fact]
    public void Refuses_words_that_do_not_fit()
    {
        var brand = Brand.Add("aroha", "Aroha", Now);
        brand.TakeEvents();

        Assert.Equal("name", brand.Save(" ", "", null, Now).Error?.Field);
        Assert.Equal("name", brand.Save(new('x', Brand.NameMaxLength + 1), "", null, Now).Error?.Field);
        Assert.Equal("description", brand.Save("Aroha", new('x', Brand.DescriptionMaxLength + 1), null, Now).Error?.Field);
        Assert.Empty(brand.TakeEvents());
        Assert.Equal("Aroha", brand.Name);
    }
}
