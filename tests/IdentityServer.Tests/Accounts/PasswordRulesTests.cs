using System.Diagnostics;
using System.Text.Json;
using Marketplace.IdentityServer.Accounts;

namespace Marketplace.IdentityServer.Tests.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new();

    [Fact]
    public void Refuses_every_password_of_the_list_that_is_long_enough_to_be_one()
    {
        using var list = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords")!;
        var common = JsonSerializer.Deserialize<string[]>(list)!;

        Assert.True(common.Length >= 3000);
        Assert.Equal("123456", common[0]); // the most used first: the list is the one that we mean
        Assert.All(common.Where(p => p.Length >= PasswordRules.MinLength), p => Assert.NotNull(Rules.WhyNot(p)));
    }

    [Theory]
    [InlineData("marketplace")]
    [InlineData("Tarapet-2026")]
    [InlineData("tarapet!!")]
    [InlineData("groceries1")]
    [InlineData("Samantha1987")]
    [InlineData("$uperman2026")]
    [InlineData("123superman")]
    public void Refuses_our_own_words_and_common_ones_in_their_usual_disguises(string password) => Assert.NotNull(Rules.WhyNot(password));

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Takes_eight_to_a_hundred_and_twenty_eight_characters(int length, bool isTaken) =>
        Assert.Equal(isTaken, Rules.WhyNot(string.Concat(Enumerable.Repeat("tk7q vfo", 17))[..length]) is null);

    [Fact]
    public void Looking_through_the_list_takes_no_time()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
        {
            Rules.WhyNot("a lantern over the quay", "Asha Rao", "asha");
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}"); // a walk through the list would take a minute
    }
}
