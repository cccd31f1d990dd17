using Marketplace.BlazorAdmin.Catalog;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Catalog;

public sealed class ProductFormTests
{
    private static readonly VendorProductDetails Product = new(
        Guid.CreateVersion7(), 7, "pot", "Pot", "Of clay", ProductStates.Published, true, null, null, "STANDARD", [], [],
        [new("Size", ["S", "L"])],
        [Variant("S", "POT-S", 100), Variant("L", "POT-L", 180)],
        [new("Material", "Clay")], ["clay"], null);

    [Fact]
    public void Sends_back_what_it_was_given_and_knows_its_revision()
    {
        var request = ProductForm.Of(Product).ToRequest();

        Assert.Equal(7, ProductForm.Of(Product).Revision);
        Assert.Equal(["POT-S", "POT-L"], request.Variants.Select(v => v.Sku));
        Assert.Equal([100m, 180m], request.Variants.Select(v => v.Price));
        Assert.Equal(0, ProductForm.Of(Product).Changes);
    }

    [Fact]
    public void Counts_each_change_once_and_forgets_it_when_it_is_taken_back()
    {
        var form = ProductForm.Of(Product);

        form.Name = "Pot, hand-thrown";
        form.Matrix.Rows[1].Price = "175.50";

        Assert.Equal(2, form.Changes);
        Assert.True(form.IsChanged(form.Matrix.Rows[1]));
        Assert.False(form.IsChanged(form.Matrix.Rows[0]));

        form.Name = "Pot";
        form.Matrix.Rows[1].Price = "180";

        Assert.Equal(0, form.Changes);
    }

    [Fact]
    public void Puts_each_error_into_its_cell()
    {
        var form = ProductForm.Of(Product);
        form.Name = " ";
        form.Matrix.Rows[0].Price = "12.49.0";
        form.Matrix.Rows[1].Sku = "POT-S";

        Assert.Equal(["name", "variants[0].price", "variants[1].sku"], form.Errors().Select(e => e.Field));
    }

    [Fact]
    public void Videos_are_sent_in_their_order_and_need_words()
    {
        var still = new ImageDto(Guid.CreateVersion7(), "", "", "", "");
        VideoDto[] videos = [new(Guid.CreateVersion7(), "", still, "It is fired."), new(Guid.CreateVersion7(), "", null, "It is filled.")];
        var form = ProductForm.Of(Product with { Videos = videos });
        Assert.Equal(0, form.Changes);
        Assert.Equal([new(videos[0].Id, "It is fired.", still.Id), new ProductVideoInput(videos[1].Id, "It is filled.")], form.ToRequest().Videos);

        form.Videos.Reverse();
        form.Videos[0].Text = " ";

        Assert.Equal(1, form.Changes);
        Assert.Equal(videos[1].Id, form.ToRequest().Videos![0].MediaId);
        Assert.Equal("videos[0].text", Assert.Single(form.Errors()).Field);
    }

    [Theory]
    [InlineData("1,249.50", 1249.50)]
    [InlineData("₹ 480", 480)]
    [InlineData("0.01", 0.01)]
    public void Reads_prices_as_people_type_them(string typed, double price)
    {
        Assert.Equal((decimal)price, ProductWords.ReadPrice(typed, out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("12.49.0", "Use one point: 1249.00")]
    [InlineData("", "Say a price")]
    [InlineData("abc", "Only digits and one point: 1249.00")]
    [InlineData("0", "More than 0")]
    [InlineData("-5", "Only digits and one point: 1249.00")]
    [InlineData("1.005", "Two digits after the point at most")]
    public void Says_what_is_wrong_with_a_price(string typed, string expected)
    {
        Assert.Null(ProductWords.ReadPrice(typed, out var error));
        Assert.Equal(expected, error);
    }

    private static VendorVariant Variant(string size, string sku, decimal price) =>
        new(Guid.CreateVersion7(), sku, new Dictionary<string, string> { ["Size"] = size }, new MoneyDto(price, "INR"), null, 500, 4, 0, 2, null);
}
