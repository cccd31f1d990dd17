using Marketplace.BlazorAdmin.Vendors;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Blazor.Tests.Vendors;

public sealed class VendorPagesTests
{
    [Fact]
    public void Every_page_of_a_shop_needs_a_right()
    {
        var pages = typeof(VendorPages).Assembly.GetTypes()
            .Where(t => t.GetCustomAttributes(typeof(LayoutAttribute), inherit: false) is [LayoutAttribute { LayoutType: var layout }] && layout == typeof(VendorLayout))
            .SelectMany(t => t.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>().Select(r => r.Template)).ToList();

        Assert.True(pages.Count >= 9, $"{pages.Count} pages");
        Assert.All(pages, page => Assert.True(VendorPages.RightFor(page) is not null, page));
        Assert.Null(VendorPages.RightFor("/vendor/unheard-of"));
    }

    [Theory]
    [InlineData("/vendor/products/new", VendorRights.EditCatalogue)]
    [InlineData("/vendor/products/0193", VendorRights.SeeCatalogue)]
    [InlineData("/vendor/stock/0193", VendorRights.SeeCatalogue)]
    [InlineData("/vendor/orders/0193", VendorRights.SeeOrders)]
    [InlineData("/vendor/figures", VendorRights.SeeMoney)]
    [InlineData("/vendor/earnings", VendorRights.SeeMoney)]
    public void A_page_needs_the_right_of_its_part(string path, string right) => Assert.Equal(right, VendorPages.RightFor(path));

    [Fact]
    public void Who_sees_no_orders_begins_with_the_products() =>
        Assert.Equal("/vendor/products", VendorPages.StartFor([VendorRights.SeeShop, VendorRights.SeeCatalogue, VendorRights.SeeTeam]));
}
