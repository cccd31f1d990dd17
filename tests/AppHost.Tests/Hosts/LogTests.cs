using Marketplace.AppHost.Hosts;

namespace Marketplace.AppHost.Tests.Hosts;

public sealed class LogTests
{
    [Fact]
    public void Reads_level_and_message_of_a_json_line()
    {
        var entry = LogLine.Parse("""{"LogLevel":"Error","Message":"Payment failed","Exception":"System.Exception: no route\n   at X"}""");

        Assert.Equal(new LogLine(LogLevel.Error, "Payment failed (System.Exception: no route)"), entry);
    }

    [Theory]
    [InlineData("{broken", "Information")]
    [InlineData("plain", "Information")]
    [InlineData("Unhandled exception. System.Exception: x", "Critical")]
    public void Takes_other_lines_as_they_are(string line, string level) =>
        Assert.Equal(new LogLine(Enum.Parse<LogLevel>(level), line), LogLine.Parse(line));

    [Fact]
    public void Keeps_the_log_of_the_run_before()
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-logs").FullName;
        var path = Path.Combine(folder, "host.log");
        foreach (var run in (string[])["first", "second", "third"])
        {
            using var log = new LogFile(path);
            log.Write(run);
        }

        Assert.Equal("third\n", File.ReadAllText(path));
        Assert.Equal("second\n", File.ReadAllText(path + ".1"));
        Directory.Delete(folder, recursive: true);
    }
}
