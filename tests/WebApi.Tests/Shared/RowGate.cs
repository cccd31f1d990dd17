using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>
/// Holds a row in a transaction of the test's own, so that those who need it line up behind it, in the order in which they came.
/// What happens then is decided by the test and not by luck.
/// </summary>
internal sealed class RowGate : IAsyncDisposable
{
    private readonly NpgsqlConnection _held;
    private readonly NpgsqlConnection _watch;
    private readonly NpgsqlTransaction _transaction;

    private RowGate(NpgsqlConnection held, NpgsqlTransaction transaction, NpgsqlConnection watch) => (_held, _transaction, _watch) = (held, transaction, watch);

    public static async Task<RowGate> CloseAsync(string database, string table, string column, Guid id)
    {
        var (held, watch) = (new NpgsqlConnection(database), new NpgsqlConnection(database));
        await held.OpenAsync();
        await watch.OpenAsync();
        var transaction = await held.BeginTransactionAsync();
        await using var take = new NpgsqlCommand($"select 1 from {table} where {column} = $1 for update", held) { Parameters = { new() { Value = id } } };
        Assert.NotNull(await take.ExecuteScalarAsync());
        return new(held, transaction, watch);
    }

    /// <summary>Changes something that nobody sees before the gate opens.</summary>
    public async Task ChangeAsync(string sql)
    {
        await using var change = new NpgsqlCommand(sql, _held);
        Assert.NotEqual(0, await change.ExecuteNonQueryAsync());
    }

    /// <summary>Waits until so many stand behind the gate, directly or behind each other.</summary>
    public Task WaitForAsync(int waiting) => Eventually.TrueAsync(async () =>
    {
        await using var count = new NpgsqlCommand(
            """
            with recursive behind(pid) as (
                select pid from pg_stat_activity where datname = current_database() and $1 = any(pg_blocking_pids(pid))
                union
                select a.pid from pg_stat_activity a join behind b on b.pid = any(pg_blocking_pids(a.pid)) where a.datname = current_database())
            select count(*)::int from behind
            """,
            _watch)
        {
            Parameters = { new() { Value = _held.ProcessID } },
        };
        return (int)(await count.ExecuteScalarAsync())! >= waiting;
    }, TimeSpan.FromSeconds(60));

    /// <summary>Lets these come to stand behind the gate one after the other, opens it, and waits until all are through.</summary>
    public async Task LineUpAsync(params Func<Task>[] steps)
    {
        var under = new List<Task>();
        foreach (var step in steps)
        {
            under.Add(Task.Run(step));
            await WaitForAsync(under.Count);
        }

        await OpenAsync();
        await Task.WhenAll(under);
    }

    public Task OpenAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _held.DisposeAsync();
        await _watch.DisposeAsync();
    }
}
