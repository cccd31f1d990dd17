using System.Collections.Concurrent;
using Marketplace.Infrastructure.Shared;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>What breaks in the background is told and tried again; it neither ends the host nor is forgotten (S-186).</summary>
public sealed class RecurringWorkTests
{
    private readonly ConcurrentQueue<string> _lines = new();

    [Fact]
    public async Task Goes_on_whatever_a_round_throws()
    {
        var throws = new Queue<Exception>([
            new NpgsqlException("away", new IOException()), new InvalidOperationException("wrapped", new NpgsqlException("away", new IOException())), new InvalidOperationException("a bug"), new TaskCanceledException("a timeout"),
        ]);
        using var work = new Work(Logger(), _ => throws.TryDequeue(out var next) ? throw next : Task.CompletedTask);

        await work.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => work.Rounds > 6);
        await work.StopAsync(CancellationToken.None);

        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(4, _lines.Count);
        Assert.Single(_lines, line => line.StartsWith("Warning Work Work waits for the database", StringComparison.Ordinal));
        Assert.Equal(2, _lines.Count(line => line.StartsWith("Error Work Work failed and will be tried again", StringComparison.Ordinal)));
        Assert.StartsWith("Information Work Work goes on", _lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_quietly_in_the_middle_of_a_round()
    {
        var isIn = new TaskCompletionSource();
        using var work = new Work(Logger(), async ct =>
        {
            isIn.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => throw new NpgsqlException("broken off"), TaskScheduler.Default);
        });

        await work.StartAsync(CancellationToken.None);
        await isIn.Task;
        await work.StopAsync(CancellationToken.None);

        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task A_part_that_fails_leaves_the_others_their_turn()
    {
        var second = 0;
        using var work = new Work(Logger(), _ => Task.CompletedTask);
        work.Parts = [("first", () => throw new InvalidOperationException("a bug")), ("second", () => Task.FromResult(second++))];

        await work.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => second > 2);
        await work.StopAsync(CancellationToken.None);

        Assert.All(_lines, line => Assert.Contains("first failed and will be tried again", line, StringComparison.Ordinal));
    }

    private ILogger Logger() => new LogCollector(_lines).CreateLogger(nameof(Work));

    private sealed class Work(ILogger log, Func<CancellationToken, Task> round) : RecurringWork(TimeSpan.FromMilliseconds(5), TimeProvider.System, log, beginsAtOnce: true)
    {
        public int Rounds { get; private set; }

        public IReadOnlyList<(string Name, Func<Task> Work)> Parts { get; set; } = [];

        protected override async Task RoundAsync(CancellationToken ct)
        {
            Rounds++;
            foreach (var (name, part) in Parts)
            {
                await TryAsync(name, part, ct);
            }

            await round(ct);
        }
    }
}
