namespace Marketplace.AppHost.Tests;

public sealed class DemoTests
{
    [Fact]
    public void Reads_progress_lines() => Assert.Equal((42.5, "Orders of 90 days"), Demo.ParseProgress("progress 42.5 Orders of 90 days"));

    [Theory]
    [InlineData("""{"Message":"progress 4 x"}""")]
    [InlineData("progress")]
    [InlineData("progress soon done")]
    public void Ignores_other_lines(string line) => Assert.Null(Demo.ParseProgress(line));
}
