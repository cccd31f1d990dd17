using System.Collections.Concurrent;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

public sealed class OutboxRelayTests : IAsyncLifetime
{
    private static readonly VendorId Vendor = VendorId.New();

    private readonly Journal _journal = new();
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await ExecuteAsync("create table effects (id bigint generated always as identity, consumer text not null, stream uuid not null, number int not null)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Delivers_every_event_once_to_every_reaction_and_in_order_over_three_nodes()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        await using var c = await StartAsync();
        var streams = Enumerable.Range(0, 12).Select(_ => Guid.CreateVersion7()).ToArray();

        await Parallel.ForEachAsync(streams, async (stream, _) => await a.RaiseAsync(stream, [.. Enumerable.Range(1, 25).Select(Stock)]));
        await Eventually.TrueAsync(async () => await a.WaitingAsync() == 0, TimeSpan.FromSeconds(60));

        foreach (var consumer in new[] { nameof(First), nameof(Second) })
        {
            foreach (var stream in streams)
            {
                Assert.Equal(Enumerable.Range(1, 25), await EffectsAsync(consumer, stream));
            }
        }
    }

    [Fact]
    public async Task Lets_the_other_reactions_and_streams_go_on_while_one_fails()
    {
        await using var node = await StartAsync(o => o.MaxAttempts = 100);
        var (sick, healthy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        _journal.Fail(nameof(First), sick, 1, times: int.MaxValue);

        await node.RaiseAsync(sick, Stock(1), Stock(2));
        await node.RaiseAsync(healthy, Stock(1));

        await Eventually.TrueAsync(async () => (await EffectsAsync(nameof(Second), sick)).Count == 2 && (await EffectsAsync(nameof(First), healthy)).Count == 1);
        Assert.Empty(await EffectsAsync(nameof(First), sick)); // the second event does not overtake the first
        var failure = Assert.Single(await node.FailuresAsync());
        Assert.True(failure is { Attempts: >= 1, ParkedAt: null } && failure.Error.Contains("scripted", StringComparison.Ordinal));

        _journal.Heal();
        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0);
        Assert.Equal([1, 2], await EffectsAsync(nameof(First), sick));
        Assert.Equal([1, 2], await EffectsAsync(nameof(Second), sick));
        Assert.Empty(await node.FailuresAsync());
    }

    [Fact]
    public async Task Undoes_the_database_work_of_a_try_that_fails()
    {
        await using var node = await StartAsync();
        var stream = Guid.CreateVersion7();
        _journal.Fail(nameof(First), stream, 1, times: 2, afterWork: true);

        await node.RaiseAsync(stream, Stock(1));

        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0);
        Assert.Equal([1], await EffectsAsync(nameof(First), stream));
        Assert.Equal(3, _journal.Tries(nameof(First), stream, 1));
    }

    [Fact]
    public async Task Parks_what_never_works_and_goes_on_with_the_next()
    {
        await using var node = await StartAsync();
        var stream = Guid.CreateVersion7();
        _journal.Fail(nameof(First), stream, 1, times: int.MaxValue);

        await node.RaiseAsync(stream, Stock(1), Stock(2));

        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0);
        Assert.Equal([2], await EffectsAsync(nameof(First), stream));
        Assert.Equal(4, _journal.Tries(nameof(First), stream, 1));
        var parked = Assert.Single(await node.FailuresAsync());
        Assert.NotNull(parked.ParkedAt);

        _journal.Heal();
        await using (var scope = node.Services.CreateAsyncScope())
        {
            Assert.True(await scope.ServiceProvider.GetRequiredService<FailedEvents>().RetryAsync(parked.Id, CancellationToken.None));
        }

        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0);
        Assert.Equal([2, 1], await EffectsAsync(nameof(First), stream));
        Assert.Equal([1, 2], await EffectsAsync(nameof(Second), stream)); // nobody else hears it again
        Assert.Empty(await node.FailuresAsync());
    }

    [Fact]
    public async Task Never_parks_a_message_whose_partner_is_away()
    {
        await using var node = await StartAsync(o => o.MaxAttempts = 2);
        var stream = Guid.CreateVersion7();
        _journal.Fail(nameof(First), stream, 1, times: 6, isAway: true);

        await node.RaiseAsync(stream, Stock(1));

        await Eventually.TrueAsync(async () => await node.WaitingAsync() == 0);
        Assert.Equal([1], await EffectsAsync(nameof(First), stream));
        Assert.Equal(7, _journal.Tries(nameof(First), stream, 1));
    }

    [Fact]
    public async Task Goes_on_without_a_restart_when_the_database_was_away()
    {
        await using var node = await StartAsync();
        var stream = Guid.CreateVersion7();
        await node.RaiseAsync(stream, Stock(1));
        await Eventually.TrueAsync(async () => (await EffectsAsync(nameof(Second), stream)).Count == 1);

        var name = new NpgsqlConnectionStringBuilder(_database).Database!;
        await AdministrateAsync($"alter database \"{name}\" allow_connections false");
        await AdministrateAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        await Task.Delay(700);
        await AdministrateAsync($"alter database \"{name}\" allow_connections true");

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await node.RaiseAsync(stream, Stock(2));
                return true;
            }
            catch (Exception lost) when (lost is NpgsqlException or DbUpdateException or InvalidOperationException)
            {
                return false; // a pooled connection from before
            }
        });
        await Eventually.TrueAsync(async () => (await EffectsAsync(nameof(First), stream)).Count == 2);
        Assert.Equal([1, 2], await EffectsAsync(nameof(First), stream));
    }

    [Fact]
    public async Task Keeps_a_stream_in_one_hand_when_an_older_message_becomes_visible_later()
    {
        await using var node = await StartAsync();
        await using var other = await StartAsync();
        foreach (var relay in new[] { node, other }.SelectMany(n => n.Services.GetServices<IHostedService>().OfType<OutboxRelay>()))
        {
            await relay.StopAsync(CancellationToken.None); // the test takes the streams
        }

        var (streams, others) = (node.Services.GetRequiredService<OutboxStreams>(), other.Services.GetRequiredService<OutboxStreams>());
        var stream = Guid.CreateVersion7();
        await using var scope = node.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IMarketplaceDb>();
        await using var late = await db.Database.BeginTransactionAsync();
        db.Publish(stream, Stock(1));
        await db.SaveChangesAsync(CancellationToken.None);
        await node.RaiseAsync(stream, Stock(2));

        await using var taken = await streams.TakeAsync(CancellationToken.None);
        await late.CommitAsync();
        await using var again = await others.TakeAsync(CancellationToken.None);

        Assert.NotNull(taken);
        Assert.Null(again);
        await taken.DeliverAsync(CancellationToken.None);
        Assert.Equal([1, 2], await EffectsAsync(nameof(First), stream));
        Assert.Equal(0, await node.WaitingAsync());
    }

    [Fact]
    public async Task Tells_the_reaction_which_message_it_has()
    {
        await using var node = await StartAsync();
        var stream = Guid.CreateVersion7();

        await node.RaiseAsync(stream, new UserRegistered(UserId.New(), "a@example.org", "A", DateTimeOffset.UnixEpoch));

        await Eventually.TrueAsync(() => _journal.Seen is not null);
        Assert.Equal("user.registered", _journal.Seen!.Name);
        Assert.Equal(stream, _journal.Seen.StreamId);
        Assert.NotEqual(Guid.Empty, _journal.Seen.Id);
    }

    private Task<RelayNode> StartAsync(Action<OutboxOptions>? outbox = null) => RelayNode.StartAsync(
        _database, s => s.AddSingleton(_journal).AddScoped<First>().AddScoped<Second>().AddScoped<Third>(), outbox);

    private static StockChanged Stock(int number) => new(VariantId.New(), Vendor, number, DateTimeOffset.UnixEpoch);

    private async Task<IReadOnlyList<int>> EffectsAsync(string consumer, Guid stream)
    {
        await using var connection = new NpgsqlConnection(Unpooled(_database));
        await connection.OpenAsync();
        await using var read = new NpgsqlCommand("select coalesce(array_agg(number order by id), '{}') from effects where consumer = $1 and stream = $2", connection)
        {
            Parameters = { new() { Value = consumer }, new() { Value = stream } },
        };
        return (int[])(await read.ExecuteScalarAsync())!;
    }

    /// <summary>The test's own connections must not be among those that an outage breaks.</summary>
    private static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private Task AdministrateAsync(string statement) =>
        ExecuteAsync(statement, new NpgsqlConnectionStringBuilder(_database) { Database = "postgres" }.ConnectionString);

    private async Task ExecuteAsync(string statement, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString ?? _database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the reactions of a test are to do, and what they did.</summary>
    private sealed class Journal
    {
        private readonly ConcurrentDictionary<(string, Guid, int), int> _tries = new();
        private (string Consumer, Guid Stream, int Number, int Times, bool AfterWork, bool IsAway)? _failure;

        public RelayedMessage? Seen { get; set; }

        public void Fail(string consumer, Guid stream, int number, int times, bool afterWork = false, bool isAway = false) =>
            _failure = (consumer, stream, number, times, afterWork, isAway);

        public void Heal() => _failure = null;

        public int Tries(string consumer, Guid stream, int number) => _tries.GetValueOrDefault((consumer, stream, number));

        public async Task RunAsync(string consumer, Guid stream, int number, Func<Task> work)
        {
            var tries = _tries.AddOrUpdate((consumer, stream, number), 1, (_, n) => n + 1);
            var fails = _failure is { } f && (f.Consumer, f.Stream, f.Number) == (consumer, stream, number) && tries <= f.Times;
            if (!fails || _failure!.Value.AfterWork)
            {
                await work();
            }

            if (fails)
            {
                throw _failure!.Value.IsAway ? new TryLaterException("away") : new InvalidOperationException("scripted");
            }
        }
    }

    private abstract class Reaction(IMarketplaceDb db, RelayedMessage message, Journal journal) : IReactTo<StockChanged>
    {
        public Task HandleAsync(StockChanged happened, CancellationToken ct) => journal.RunAsync(GetType().Name, message.StreamId, happened.Available, () =>
            db.Database.ExecuteSqlAsync($"insert into effects (consumer, stream, number) values ({GetType().Name}, {message.StreamId}, {happened.Available})", ct));
    }

    private sealed class First(IMarketplaceDb db, RelayedMessage message, Journal journal) : Reaction(db, message, journal);

    private sealed class Second(IMarketplaceDb db, RelayedMessage message, Journal journal) : Reaction(db, message, journal);

    private sealed class Third(RelayedMessage message, Journal journal) : IReactTo<UserRegistered>
    {
        public Task HandleAsync(UserRegistered happened, CancellationToken ct)
        {
            journal.Seen = message;
            return Task.CompletedTask;
        }
    }
}
