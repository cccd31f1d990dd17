using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Marketplace.Contracts.Shared;
using Marketplace.Testing;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Two who want something of the same thing, and what must be true afterwards.</summary>
/// <param name="Judge">Takes the refusals, null for who had their way, and answers with a word for how it ended.</param>
internal sealed record Race(Func<Task> First, Func<Task> Second, Func<string?, string?, Task<string>> Judge);

/// <summary>
/// The same two steps again and again, the one before the other or after it by a time that chance chooses: at most some times
/// as long as a step takes here and now, and further as long as it always ended in the same way, since more may happen after a step has been
/// answered. <c>INTERLEAVINGS</c> says how often, <c>INTERLEAVING_SEED</c> what chance says; the seed is printed,
/// since another is taken each time.
/// </summary>
internal static class Interleavings
{
    private const int AtOnce = 4;
    private const double Longer = 2.5;
    private const double Widening = 1.2;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(3);

    /// <param name="least">How far apart they must sometimes be, where more happens after a step has been answered.</param>
    /// <returns>How often it ended in which way.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> RunAsync(ITestOutputHelper output, Func<Task<Race>> prepare, TimeSpan? least = null)
    {
        var (times, seed) = (Number("INTERLEAVINGS") ?? Repeats.Of(named: 1000, usual: 40), Number("INTERLEAVING_SEED") ?? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000));
        var random = new Random(seed);
        var leads = Enumerable.Range(0, times).Select(_ => (random.NextDouble() * 2) - 1).ToArray();
        var ends = new ConcurrentDictionary<string, int>();
        var (took, races, apart, wider) = (0L, 0, least ?? Least, 1.0);
        try
        {
            await Parallel.ForEachAsync(leads, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (lead, _) =>
            {
                var race = await prepare();
                var by = lead * apart;
                var steps = await Task.WhenAll(BeginAsync(by > TimeSpan.Zero ? TimeSpan.Zero : -by, race.First), BeginAsync(by > TimeSpan.Zero ? by : TimeSpan.Zero, race.Second));
                var usual = Interlocked.Add(ref took, steps.Max(s => s.Took.Ticks)) / Interlocked.Increment(ref races);
                ends.AddOrUpdate(await race.Judge(steps[0].Refusal, steps[1].Refusal), 1, (_, n) => n + 1);
                wider = ends.Count > 1 ? wider : wider * Widening;
                var wanted = Math.Max((least ?? Least).Ticks, usual * Longer) * wider;
                apart = TimeSpan.FromTicks((long)Math.Min(wanted, Farthest.Ticks));
            });
        }
        finally
        {
            output.WriteLine($"seed {seed}, {times} times, {apart.TotalMilliseconds:0} ms apart at most: {string.Join(", ", ends.OrderBy(e => e.Key).Select(e => $"{e.Value} x {e.Key}"))}");
        }

        return ends;
    }

    /// <returns>The refusal with its code and its words; whatever else goes wrong fails the test.</returns>
    private static async Task<(string? Refusal, TimeSpan Took)> BeginAsync(TimeSpan after, Func<Task> step)
    {
        await Task.Delay(after);
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await Task.Run(step);
            return (null, TimeProvider.System.GetElapsedTime(began));
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Conflict)
        {
            return ($"{refused.Code}: {refused.Message}", TimeProvider.System.GetElapsedTime(began));
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
