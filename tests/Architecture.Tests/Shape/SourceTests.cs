using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests.Shape;

public sealed partial class SourceTests
{
    private const int MaxLines = 400;

    /// <summary>Files with a reason to be longer; say it here.</summary>
    private static readonly Dictionary<string, string> Longer = [];

    private static readonly IReadOnlyList<string> Code = [.. Source.Files("src", ".cs", ".razor"), .. Source.Files("tests", ".cs")];

    [Fact]
    public void Files_have_one_reason_to_be_opened()
    {
        var lengths = Code.Concat(Source.Files("src", ".js", ".ts")).ToDictionary(file => file, file => Source.Lines(file).Length);
        Assert.Contains(lengths.Values, length => length > 50);

        Assert.Empty(lengths.Where(file => file.Value > MaxLines && !Longer.ContainsKey(file.Key)).Select(file => $"{file.Key}: {file.Value} lines"));
        Assert.Empty(Longer.Keys.Except(lengths.Where(file => file.Value > MaxLines).Select(file => file.Key)));
    }

    /// <summary>The analyzer refuses it in C#; pages are compiled from generated code, which analyzers pass over.</summary>
    [Fact]
    public void The_clock_is_read_through_TimeProvider()
    {
        Assert.Matches(Clock(), "var now = DateTimeOffset.UtcNow;");
        Assert.Contains("P:System.DateTime.Now;", Source.Read("BannedSymbols.txt"), StringComparison.Ordinal);
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Source.Read(".editorconfig"), StringComparison.Ordinal);
        Assert.Contains(Code, file => file.EndsWith(".razor", StringComparison.Ordinal));

        Assert.Empty(Matches(Code.Where(file => !file.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal)), Clock()));
    }

    [Fact]
    public void No_exception_is_swallowed_without_a_word()
    {
        Assert.Matches(Swallowed(), "catch (Exception) { }");
        Assert.Matches(Swallowed(), "catch\n        {\n        }");
        Assert.DoesNotMatch(Swallowed(), "catch (IOException)\n{\n    // The other process made it.\n}");
        Assert.Empty(Matches(Code.Where(IsProduct), Swallowed()));
    }

    /// <summary>What repeats itself in the background survives its failures by <c>RecurringWork</c>; these have no rounds, or survive by themselves.</summary>
    [Fact]
    public void Work_in_the_background_outlives_its_failures()
    {
        string[] others = ["RecurringWork.cs", "OutboxRelay.cs", "ImportWorker.cs", "LiveForwarder.cs", "LiveConnections.cs"];
        var workers = Source.Files("src/WebApi", ".cs").Concat(Source.Files("src/Infrastructure", ".cs")).ToLookup(file => Source.Read(file).Contains(": BackgroundService", StringComparison.Ordinal));
        Assert.True(workers[false].Count(file => Source.Read(file).Contains(": RecurringWork(", StringComparison.Ordinal)) > 8);

        Assert.Equal(others.Order(), workers[true].Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        Assert.Matches(Later(), "// TODO: finish");
        Assert.Empty(Matches(Code.Where(IsProduct), Later()));
    }

    [Fact]
    public void Pages_know_the_typed_clients_and_not_http()
    {
        var pages = Source.Files("src", ".razor");
        Assert.NotEmpty(pages);

        Assert.DoesNotContain(pages, page => Source.Read(page).Contains("HttpClient", StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_have_no_inline_styles()
    {
        var pages = Source.Files("src", ".razor");
        Assert.NotEmpty(pages);
        Assert.Matches(InlineStyle(), "<p style=\"color: red\">");

        Assert.Empty(Matches(pages, InlineStyle()));
    }

    private static bool IsProduct(string file) => file.StartsWith("src/", StringComparison.Ordinal);

    private static IEnumerable<string> Matches(IEnumerable<string> files, Regex pattern) =>
        from file in files from Match match in pattern.Matches(Source.Read(file)) select $"{file}: {match.Value}";

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"catch\s*(\([^)]*\)\s*)?(when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex Swallowed();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Later();

    [GeneratedRegex("""<[a-zA-Z][^>@]*\sstyle\s*=\s*"[a-z-]+\s*:[^"@]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex InlineStyle();
}
