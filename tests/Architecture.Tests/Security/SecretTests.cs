using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests.Security;

/// <summary>No secret is in the repository, now or in a commit of before, and no double of the tests is in the product.</summary>
public sealed partial class SecretTests
{
    private const double Random = 4.3; // bits a character; prose and code have less

    /// <summary>What looks like a secret and is none; say why.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"] = "an alphabet",
        ["Password=secret."] = "the example in a message",
    };

    /// <summary>Files that tools write, whose long texts are checksums.</summary>
    private static readonly string[] OfTools = ["packages.lock.json", "package-lock.json"];

    [Fact]
    public void Files_hold_no_secret()
    {
        var files = Git("ls-files").Where(f => !OfTools.Contains(Path.GetFileName(f)) && Path.GetExtension(f) is not (".webp" or ".woff2" or ".png" or ".ico")).ToList();
        Assert.Contains("src/WebApi/Program.cs", files);

        Assert.Empty(files.SelectMany(file => Source.Lines(file).SelectMany(line => Secrets(line, isProduct: !file.StartsWith("tests/", StringComparison.Ordinal))).Select(found => $"{file}: {found}")));
    }

    [Fact]
    public void No_commit_ever_held_one()
    {
        var added = Git("log", "-p", "-U0", "--format=", "--", ".", ":!*lock.json").Where(line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal));

        Assert.Empty(added.SelectMany(line => Secrets(line, isProduct: false)).Distinct());
    }

    [Theory]
    [InlineData("-----BEGIN ", "RSA PRIVATE KEY-----")]
    [InlineData("key = \"AKIA", "IOSFODNN7EXAMPLE\"")]
    [InlineData("ghp_", "0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc")]
    [InlineData("Host=db;Password=", "hunter2hunter2")]
    [InlineData("\"eyJhbGciOiJSUzI1NiJ9.", "eyJzdWIiOiJ4In0xMjM0.c2lnbmF0dXJlLXNpZ25hdHVyZQ\"")]
    [InlineData("Secret = \"", "mZ7qk2XcV9bN4tRwY8sLpGdH1fJ6uEoA3iKxQv5TzB0\"")]
    public void A_planted_secret_is_found(string begin, string end) => Assert.NotEmpty(Secrets(begin + end, isProduct: true));

    [Fact]
    public void The_product_has_no_doubles()
    {
        var code = Source.Files("src", ".cs", ".razor", ".csproj");
        Assert.Contains(code, file => Source.Read(file).Contains("AddSingleton(TimeProvider.System)", StringComparison.Ordinal));
        Assert.Matches(Double(), "internal sealed class FakeClock : TimeProvider");

        Assert.Empty(from file in code from Match match in Double().Matches(Source.Read(file)) select $"{file}: {match.Value}");
    }

    private static IEnumerable<string> Secrets(string line, bool isProduct) =>
        Shape().Matches(line).Select(m => m.Value)
            .Concat(isProduct ? Long().Matches(line).Select(m => m.Groups[1].Value).Where(text => Bits(text) > Random) : [])
            .Where(found => !Known.ContainsKey(found));

    private static double Bits(string text) => -text.GroupBy(c => c).Select(g => (double)g.Count() / text.Length).Sum(p => p * Math.Log2(p));

    private static IEnumerable<string> Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Source.Root, .. arguments]) { RedirectStandardOutput = true })!;
        while (git.StandardOutput.ReadLine() is { } line)
        {
            yield return line;
        }

        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    /// <summary>Private keys, the keys of well-known services, signed tokens, and passwords in connection strings.</summary>
    [GeneratedRegex("""-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{35}\b|\b[sr]k_live_[0-9a-zA-Z]{20,}|\bnpm_[A-Za-z0-9]{36}\b|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|Password=[^;"'`\s{}$<…]{6,}""")]
    private static partial Regex Shape();

    /// <summary>A long text without spaces, as keys are written.</summary>
    [GeneratedRegex("""["'`]([A-Za-z0-9+/_-]{40,}={0,2})["'`]""")]
    private static partial Regex Long();

    [GeneratedRegex(@"\b(class|record|struct)\s+(Fake|Stub|Mock|Dummy|Movable)\w*|NSubstitute|""X-(Test|Fake|Mock|Clock|Now|Debug)[\w-]*""")]
    private static partial Regex Double();
}
