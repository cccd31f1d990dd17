using Marketplace.BlazorStore.Catalog;
using Marketplace.Contracts.Catalog;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Blazor.Tests.Catalog;

public sealed class ListingTests
{
    [Fact]
    public void Reads_the_address_and_leaves_out_what_makes_no_sense()
    {
        var listing = From("?q=%20pots%20&minPrice=300&maxPrice=abc&minRating=9&inStock=true&brand=kiln&brand=&page=-4&sort=evil");

        Assert.Equal("pots", listing.Query.Q);
        Assert.Equal((300m, null), (listing.Query.MinPrice, listing.Query.MaxPrice));
        Assert.Null(listing.Query.MinRating);
        Assert.Null(listing.Query.Sort);
        Assert.Equal(["kiln"], listing.Query.Brand!);
        Assert.Equal(1, listing.Query.Page);
        Assert.True(listing.Query.InStock);
    }

    [Fact]
    public void Gives_each_filter_a_chip_that_removes_only_that_one()
    {
        var listing = From("?q=pots&minPrice=300&maxPrice=2000&inStock=true&page=3");

        var chips = listing.Chips(null);

        Assert.Equal(["₹300 to ₹2,000", "In stock"], chips.Select(c => c.Text));
        Assert.Equal("/search?q=pots&inStock=true", chips[0].Href);
        Assert.Equal("/search?q=pots&minPrice=300&maxPrice=2000", chips[1].Href);
        Assert.Equal("/search?q=pots", listing.Cleared);
    }

    [Fact]
    public void Does_not_repeat_in_the_address_what_the_page_stands_for()
    {
        var listing = From("?inStock=true&vendor=kiln", new ProductQuery(Category: "plants"), "/aisles/plants");

        Assert.Equal("plants", listing.Query.Category);
        Assert.Equal("/aisles/plants?vendor=kiln&inStock=true&page=2", listing.PageHref(2));
        Assert.DoesNotContain(listing.Chips(null), c => c.Text == "plants");
    }

    [Fact]
    public void A_brands_page_is_about_that_brand_whatever_the_address_says()
    {
        var listing = From("?brand=other&inStock=true", new ProductQuery(Brand: ["aroha"]), "/brands/aroha");

        Assert.Equal(["aroha"], listing.Query.Brand!);
        Assert.Equal("/brands/aroha?inStock=true&page=2", listing.PageHref(2));
        Assert.Equal(["In stock"], listing.Chips(null).Select(c => c.Text));
        Assert.Equal("/brands/aroha", listing.Cleared);
    }

    [Fact]
    public void Names_filters_by_what_the_facets_call_them()
    {
        var facets = new Facets([new("plants", "Plants & garden", 4)], [], [new("kiln", "Kiln & Clay", 2)], 0, 0, 0, []);

        Assert.Equal(["Plants & garden", "Kiln & Clay"], From("?category=plants&vendor=kiln").Chips(facets).Select(c => c.Text));
    }

    private static Listing From(string query, ProductQuery? own = null, string path = "/search")
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Request.QueryString = new(query);
        return Listing.From(http.Request, own ?? new());
    }
}
