namespace Marketplace.AppHost.Tests;

public sealed class RunOptionsTests
{
    [Fact]
    public void Starts_with_the_demo_on_the_documented_ports()
    {
        var options = RunOptions.Parse([]);

        Assert.True(options.HasDemo);
        Assert.False(options.IsFresh);
        Assert.Equal([5000, 5001, 5100, 5200], options.Ports.All.Select(p => p.Port));
    }

    [Fact]
    public void Reads_every_option()
    {
        var options = RunOptions.Parse(["--fresh", "--no-demo", "--ports", "1,2,3,4", "--data", "/tmp/here"]);

        Assert.Equal(new RunOptions { IsFresh = true, HasDemo = false, Ports = new(1, 2, 3, 4), Data = "/tmp/here" }, options);
    }

    [Theory]
    [InlineData("--ports")]
    [InlineData("--ports", "1,2,3")]
    [InlineData("--ports", "1,2,3,3")]
    [InlineData("--ports", "1,2,3,70000")]
    [InlineData("--ports", "a,b,c,d")]
    [InlineData("--fsh")]
    [InlineData("--data")]
    public void Refuses_what_it_does_not_understand(params string[] arguments) =>
        Assert.Throws<StartException>(() => RunOptions.Parse(arguments));
}
