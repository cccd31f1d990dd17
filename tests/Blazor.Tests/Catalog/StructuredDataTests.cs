using System.Text.Json;
using Marketplace.BlazorStore.Catalog;
using Marketplace.Contracts.Catalog;

namespace Marketplace.Blazor.Tests.Catalog;

public sealed class StructuredDataTests
{
    [Fact]
    public void Cannot_leave_its_script_element()
    {
        var product = new ProductDetails(
            Guid.Empty, "x", "</script><script>alert(1)</script>", "A & B", new(Guid.Empty, "kiln", "Kiln & Clay", 2), [], null, [], [], [],
            [new(Guid.Empty, "S-1", new Dictionary<string, string>(), new(100, "INR"), null, 1, 0, false, null)], [], [], null, 0, 12, true, DateTimeOffset.UnixEpoch, null);

        var text = StructuredData.Of(product, "http://localhost:5100");

        Assert.DoesNotContain('<', text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(product.Name, json.RootElement.GetProperty("name").GetString());
        Assert.Equal("https://schema.org/OutOfStock", json.RootElement.GetProperty("offers").GetProperty("availability").GetString());
    }
}
