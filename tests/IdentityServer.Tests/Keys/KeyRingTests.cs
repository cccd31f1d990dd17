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

    /// <summary>O-8: a verifier may hold the key set of yesterday, and a token may be a day older than the set that is read for it.</summary>
    [Fact]
    public async Task Every_token_verifies_through_three_rotations_with_the_keys_of_another_instance()
    {
        const int AtOnce = 16;
        var (signer, verifier) = (Start(), Start());
        await MigrateAsync(signer);
        var (kids, verified) = (new HashSet<string>(), 0);
        var (yesterdays, keys) = (new List<string>(), await KeysAsync(verifier));
        for (var day = 0; kids.Count < 4; day++)
        {
            Assert.InRange(day, 0, 365);
            using var key = await CopyAsync(signer);
            kids.Add(key.KeyId);
            var tokens = Enumerable.Range(0, AtOnce).AsParallel().Select(n => TokenOf(key, $"{day}-{n}")).ToList();
            foreach (var set in (IReadOnlyDictionary<string, VerificationKey>[])[keys, keys = await KeysAsync(verifier)])
            {
                await Parallel.ForEachAsync(tokens.Concat(yesterdays), async (token, ct) =>
                {
                    var expected = new TokenExpectation(TokenTypes.AccessToken, "https://id.example", "api", _clock.GetUtcNow(), IgnoreExpiry: true);
                    if (set.Count > 0 && await JwsVerifier.VerifyAsync(token, expected, (kid, _) => ValueTask.FromResult(set.GetValueOrDefault(kid)), ct) is not null)
                    {
                        Interlocked.Increment(ref verified);
                    }
                });
                if (day > 0)
                {
                    Assert.Equal(2 * AtOnce, verified);
                }

                verified = 0;
            }

            yesterdays = tokens;
            await MoveAsync(signer.Services.GetRequiredService<KeyRing>(), TimeSpan.FromDays(1));
        }

        Assert.Equal(4, kids.Count);
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

    private string TokenOf(SigningKey key, string subject) => JwsSigner.Sign(key, TokenTypes.AccessToken, claims =>
    {
        var now = _clock.GetUtcNow();
        claims.WriteString("iss", "https://id.example");
        claims.WriteString("aud", "api");
        claims.WriteString("sub", subject);
        claims.WriteNumber("iat", now.ToUnixTimeSeconds());
        claims.WriteNumber("exp", now.AddMinutes(5).ToUnixTimeSeconds());
    });

    private static async Task<IReadOnlyDictionary<string, VerificationKey>> KeysAsync(WebApplication instance) =>
        (await instance.Services.GetRequiredService<KeyRing>().PublishedAsync(CancellationToken.None)).Select(VerificationKey.From).OfType<VerificationKey>().ToDictionary(k => k.KeyId);

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
