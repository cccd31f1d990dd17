using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Keys;

[Collection(nameof(IdentityApp))]
public sealed class KeyRingTests(IdentityApp app) : IAsyncLifetime
{
    private readonly MovableClock _clock = new();
    private readonly List<WebApplication> _instances = [];
    private string _database = "";

    public async Task InitializeAsync() => _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("keys");

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await (await PostgresServer.SharedAsync()).DropDatabaseAsync(new NpgsqlConnectionStringBuilder(_database).Database!);
    }

    [Fact]
    public async Task Four_instances_that_start_at_once_agree_on_one_key_and_a_restart_keeps_it()
    {
        var rings = Enumerable.Range(0, 4).Select(_ => Start()).ToList();
        await Task.WhenAll(rings.Select(MigrateAsync));

        var kids = new HashSet<string>();
        foreach (var instance in rings.Append(Start()))
        {
            kids.Add((await ActiveAsync(instance)).KeyId);
        }

        Assert.Single(kids);
        Assert.Equal(2L, await SqlAsync("SELECT count(*) FROM identity.signing_keys"));
        Assert.Equal(1L, await SqlAsync("SELECT count(*) FROM identity.schema_versions WHERE version = 1"));
        Assert.Equal(1L, await SqlAsync("SELECT count(*) FROM identity.clients WHERE id = 'store'"));
    }

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_after_it_has_stopped()
    {
        var instance = Start();
        await MigrateAsync(instance);
        var ring = instance.Services.GetRequiredService<KeyRing>();
        var first = (await ActiveAsync(instance)).KeyId;

        await MoveAsync(ring, TimeSpan.FromDays(77)); // 90 minus the 14 days ahead, and one more
        Assert.Equal(first, (await ActiveAsync(instance)).KeyId);
        var upcoming = Assert.Single((await PublishedAsync(ring)).Except([first]));

        await MoveAsync(ring, TimeSpan.FromDays(14));
        Assert.Equal(upcoming, (await ActiveAsync(instance)).KeyId);
        Assert.Contains(first, await PublishedAsync(ring));

        await MoveAsync(ring, TimeSpan.FromDays(15));
        Assert.DoesNotContain(first, await PublishedAsync(ring));
        await MoveAsync(ring, TimeSpan.Zero);
        Assert.Equal(0L, await SqlAsync($"SELECT count(*) FROM identity.signing_keys WHERE key_id = '{first}'"));
    }

    [Fact]
    public async Task A_withdrawn_key_is_gone_at_once_and_another_signs()
    {
        var (one, other) = (Start(), Start());
        await MigrateAsync(one);
        var first = (await ActiveAsync(one)).KeyId;
        await ActiveAsync(other);

        Assert.True(await one.Services.GetRequiredService<KeyRing>().WithdrawAsync(first, CancellationToken.None));
        Assert.False(await one.Services.GetRequiredService<KeyRing>().WithdrawAsync("unknown", CancellationToken.None));

        _clock.Advance(TimeSpan.FromSeconds(11));
        foreach (var instance in (IEnumerable<WebApplication>)[one, other])
        {
            Assert.DoesNotContain(first, await PublishedAsync(instance.Services.GetRequiredService<KeyRing>()));
            Assert.NotEqual(first, (await ActiveAsync(instance)).KeyId);
        }
    }

    [Fact]
    public async Task The_database_holds_no_readable_private_key()
    {
        var instance = Start();
        await MigrateAsync(instance);
        using var key = await CopyAsync(instance);
        var stored = (byte[])(await SqlAsync("SELECT wrapped_key FROM identity.signing_keys WHERE algorithm = 'ES256'"))!;

        Assert.Equal(-1, stored.AsSpan().IndexOf(key.ExportPkcs8().AsSpan(30, 32)));
        Assert.Equal(0L, await SqlAsync("SELECT count(*) FROM identity.signing_keys k WHERE k::text LIKE '%PRIVATE%' OR k::text LIKE '%\"d\"%'"));
    }

    private WebApplication Start()
    {
        var instance = app.Build("http://localhost:0", _clock, ("ConnectionStrings:Marketplace", _database), ("Keys:Reload", "00:00:10"));
        _instances.Add(instance);
        return instance;
    }

    private static async Task MigrateAsync(WebApplication instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await Commands.MigrateAsync(scope.ServiceProvider, CancellationToken.None);
    }

    private async Task MoveAsync(KeyRing ring, TimeSpan by)
    {
        _clock.Advance(by);
        await ring.RotateAsync(CancellationToken.None);
    }

    private static async Task<SigningKey> ActiveAsync(WebApplication instance) =>
        await instance.Services.GetRequiredService<KeyRing>().ActiveAsync(JwsAlgorithm.ES256, CancellationToken.None);

    private static async Task<SigningKey> CopyAsync(WebApplication instance) =>
        SigningKey.FromPkcs8(JwsAlgorithm.ES256, (await ActiveAsync(instance)).ExportPkcs8());

    private static async Task<IReadOnlyList<string>> PublishedAsync(KeyRing ring) =>
        [.. (await ring.PublishedAsync(CancellationToken.None)).Where(k => k.KeyType == "EC").Select(k => k.KeyId!)];

    private async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
