using System.Collections.Concurrent;
using Marketplace.Testing;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Two people ask for the same page in turn: neither ever gets what was made for the other, and nothing on the way may keep it.</summary>
[Collection(nameof(GuardedApp))]
public sealed class MixedUpAnswerTests(GuardedApp app, ITestOutputHelper output)
{
    private static readonly int Turns = Repeats.Of(named: 100, usual: 10);

    [Fact, Trait("Category", "Storm")]
    public async Task Nobody_gets_the_answer_of_somebody_else()
    {
        var (wrong, asked, kept) = (new ConcurrentQueue<string>(), 0, 0);
        var rows = AccessRow.ReadAll().Where(r => r.Method == "GET").ToList();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            Scene[] scenes = [await Scene.BuildAsync(app, row.Given, isShopSuspended: false), await Scene.BuildAsync(app, row.Given, isShopSuspended: false)];
            var actor = AccessCalls.Concerned(row);
            var isForAll = row[Actor.Anonymous] == Cells.Allowed && row.Path != "/cart"; // of whoever asks
            await Task.WhenAll(Enumerable.Range(0, Turns * scenes.Length).Select(async turn =>
            {
                var (mine, theirs) = (scenes[turn % 2], scenes[(turn + 1) % 2]);
                using var request = AccessCalls.Request(app, row, actor, mine, mine.Names);
                using var answer = await app.Http.SendAsync(request, ct);
                var text = await answer.Content.ReadAsStringAsync(ct);
                Interlocked.Increment(ref asked);
                var caching = answer.Headers.CacheControl;
                if (!answer.IsSuccessStatusCode)
                {
                    wrong.Enqueue($"{row.Path}: {(int)answer.StatusCode}");
                }
                else if (!isForAll && caching is not { NoStore: true })
                {
                    wrong.Enqueue($"{row.Path} may be kept: {caching}");
                }
                else if (!isForAll && actor != Actor.Admin && theirs.Private.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } leaked)
                {
                    wrong.Enqueue($"{row.Path} tells {leaked} of somebody else");
                }
                else if (isForAll && caching is { NoStore: false })
                {
                    Interlocked.Increment(ref kept);
                    using var anonymous = AccessCalls.Request(app, row, Actor.Anonymous, mine, mine.Names);
                    using var same = await app.Http.SendAsync(anonymous, ct);
                    if (await same.Content.ReadAsStringAsync(ct) != text && row.Path.Contains('{', StringComparison.Ordinal))
                    {
                        wrong.Enqueue($"{row.Path} may be kept and depends on who asks");
                    }
                }
            }));
        });

        output.WriteLine($"{asked} answers, {kept} of which may be kept by others");
        Assert.True(asked > 600, $"{asked} answers");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Distinct()));
    }
}
