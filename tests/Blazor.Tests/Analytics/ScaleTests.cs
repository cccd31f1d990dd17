using Marketplace.BlazorAdmin.Analytics;

namespace Marketplace.Blazor.Tests.Analytics;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(new[] { 0 }, 1, 1)]
    [InlineData(new[] { 3, 1 }, 3, 4)]
    [InlineData(new[] { 720, 80 }, 800, 5)]
    [InlineData(new[] { 25_954 }, 30_000, 4)]
    public void Has_round_steps_that_reach_above_the_largest(int[] values, int top, int ticks)
    {
        var scale = Scale.For(values.Select(v => (decimal)v));

        Assert.Equal(top, scale.Top);
        Assert.Equal(ticks, scale.Ticks.Count);
    }

    [Theory]
    [InlineData(800, "800")]
    [InlineData(12_500, "12.5k")]
    [InlineData(450_000, "4.5L")]
    [InlineData(25_000_000, "2.5Cr")]
    public void Counts_in_thousands_lakhs_and_crores(int value, string text) => Assert.Equal(text, Scale.Brief(value));
}
