using System.Reflection;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Identity;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Blazor.Tests.Identity;

public sealed class AdminPagesTests
{
    private static readonly string[] Pages = [.. typeof(AdminPages).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Where(t => t.StartsWith("/admin", StringComparison.Ordinal))];

    [Fact]
    public void Every_page_of_operations_lies_in_a_part_that_needs_a_right()
    {
        Assert.True(Pages.Length > 8, $"{Pages.Length} pages");
        Assert.All(Pages, page => Assert.True(AdminPages.Of(page.Split('{')[0].TrimEnd('/')) is { Right.Length: > 0 }, page));
    }

    [Fact]
    public void Nobody_is_let_into_what_is_not_known() => Assert.Null(AdminPages.Of("/admin/secrets"));

    [Theory]
    [InlineData("/admin", Rights.SeeOverview, Rights.SeeOrders)]
    [InlineData("/admin/vendors", Rights.SeeShops, Rights.JudgeShops, Rights.SeeProducts)]
    [InlineData("/admin/dispatch", Rights.SeeShops, Rights.SeeDeliveries)]
    [InlineData("/", Rights.RepairSystem)]
    public void Everybody_begins_with_the_first_page_that_they_may_see(string start, params string[] rights) => Assert.Equal(start, AdminPages.StartFor(rights));
}
