using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorAdmin.Analytics;

/// <summary>A value axis with round steps that reaches above the largest value.</summary>
public sealed record Scale(decimal Top, IReadOnlyList<decimal> Ticks)
{
    private static readonly decimal[] Factors = [1m, 2m, 2.5m, 5m, 10m];

    public static Scale For(IEnumerable<decimal> values)
    {
        var largest = values.DefaultIfEmpty(0).Max();
        if (largest <= 0)
        {
            return new(1, [0]);
        }

        var rough = largest / 4;
        var magnitude = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)rough)));
        var step = Factors.Select(f => f * magnitude).First(s => s >= rough);
        if (step < 1 && values.All(v => v == decimal.Truncate(v)))
        {
            step = 1; // Counts have no halves.
        }

        var steps = (int)Math.Ceiling(largest / step);
        return new(steps * step, [.. Enumerable.Range(0, steps + 1).Select(i => i * step)]);
    }

    /// <summary>"800", "12k", "4.5L": short enough for an axis, in the grouping people count in here.</summary>
    public static string Brief(decimal value) => value switch
    {
        >= 10_000_000 => $"{Words.Number(decimal.Round(value / 10_000_000, 1))}Cr",
        >= 100_000 => $"{Words.Number(decimal.Round(value / 100_000, 1))}L",
        >= 1_000 => $"{Words.Number(decimal.Round(value / 1_000, 1))}k",
        _ => Words.Number(value),
    };
}
