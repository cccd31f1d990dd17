using Marketplace.IdentityServer.Shared;
using Marketplace.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Administration;

/// <summary>On a database of its own, so that no other test's administrators are in the way.</summary>
public sealed class LastSuperTests : IAsyncLifetime
{
    private readonly Guid[] _people = [Guid.CreateVersion7(), Guid.CreateVersion7()];
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("supers");
        await new SchemaUpgrade(_database, NullLogger<SchemaUpgrade>.Instance).RunAsync(CancellationToken.None);
        foreach (var id in _people)
        {
            await RunAsync(
                $"""
                INSERT INTO identity.users (id, full_name, created_at, lockout_round, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                VALUES ('{id}', 'S', now(), 0, '{id}', '{id}', '{id}', '{id}', true, false, false, true, 0);
                INSERT INTO identity.user_roles SELECT '{id}', id FROM identity.roles WHERE name IN ('admin', 'customer')
                """);
        }
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await (await PostgresServer.SharedAsync()).DropDatabaseAsync(new NpgsqlConnectionStringBuilder(_database).Database!);
    }

    [Theory]
    [InlineData("DELETE FROM identity.user_roles WHERE user_id = '{0}' AND role_id = (SELECT id FROM identity.roles WHERE name = 'admin')")]
    [InlineData("UPDATE identity.users SET disabled_at = now() WHERE id = '{0}'")]
    [InlineData("DELETE FROM identity.users WHERE id = '{0}'")]
    public async Task The_last_one_stays(string leaving)
    {
        await RunAsync(Of(leaving, 0));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Of(leaving, 1)));

        Assert.Equal("ck_super_admin", refused.ConstraintName);
    }

    [Fact]
    public async Task A_suspended_one_does_not_count_and_may_lose_the_role()
    {
        await RunAsync(Of("UPDATE identity.users SET disabled_at = now() WHERE id = '{0}'", 0));

        await RunAsync(Of("DELETE FROM identity.user_roles WHERE user_id = '{0}'", 0));

        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Of("DELETE FROM identity.user_roles WHERE user_id = '{0}'", 1)));
    }

    [Fact]
    public async Task Two_who_take_the_role_from_each_other_at_the_same_time_do_not_both_succeed()
    {
        const string Leaving = "DELETE FROM identity.user_roles WHERE user_id = '{0}'";
        await using var first = await OpenAsync();
        await using var held = await first.BeginTransactionAsync();
        await new NpgsqlCommand(Of(Leaving, 0), first).ExecuteNonQueryAsync();
        var second = Assert.ThrowsAsync<PostgresException>(() => RunAsync(Of(Leaving, 1)));
        await WaitForALockAsync();

        await held.CommitAsync();

        Assert.Equal("ck_super_admin", (await second).ConstraintName);
    }

    private string Of(string sql, int person) => sql.Replace("{0}", _people[person].ToString(), StringComparison.Ordinal);

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
    }

    private async Task WaitForALockAsync()
    {
        await using var connection = await OpenAsync();
        for (var i = 0; i < 600; i++)
        {
            await using var waiting = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
            if (await waiting.ExecuteScalarAsync() is > 0L)
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("Nobody waited.");
    }
}
