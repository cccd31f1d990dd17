using Marketplace.BlazorStore.Hosting;

namespace Marketplace.Blazor.Tests.Hosting;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/search?q=pots", "/search?q=pots")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nSet-Cookie: x=1", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Leads_only_to_pages_of_this_site(string? wanted, string path) => Assert.Equal(path, LocalPath.Of(wanted));
}
