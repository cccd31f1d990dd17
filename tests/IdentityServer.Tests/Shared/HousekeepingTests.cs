namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>What has expired goes away by itself, some at a time, and nothing else does (O-183).</summary>
[Collection(nameof(IdentityApp))]
public sealed class HousekeepingTests(IdentityApp app)
{
    private const int Expired = 12_345;

    [Fact]
    public async Task Removes_what_has_expired_in_batches_and_leaves_the_rest()
    {
        await app.SqlAsync(
            $"""
            CREATE TABLE IF NOT EXISTS identity.swept (rows int);
            CREATE FUNCTION identity.count_swept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO identity.swept SELECT count(*) FROM gone; RETURN NULL; END';
            CREATE TRIGGER count_swept AFTER DELETE ON identity.pushed_requests REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION identity.count_swept();
            INSERT INTO identity.pushed_requests (hash, client_id, query, expires_at)
            SELECT sha256(('old' || n)::bytea), 'store', '', now() - interval '1 minute' FROM generate_series(1, {Expired}) n;
            INSERT INTO identity.pushed_requests (hash, client_id, query, expires_at) VALUES (sha256('fresh'), 'store', '', now() + interval '1 year');
            INSERT INTO identity.registrations (hash, user_id, full_name, email, password_hash, expires_at)
            VALUES (sha256('old'), gen_random_uuid(), 'Asha Rao', 'late@example.test', 'x', now() - interval '1 minute'), (sha256('fresh'), gen_random_uuid(), 'Asha Rao', 'soon@example.test', 'x', now() + interval '1 year')
            """);
        try
        {
            await using var server = app.Build($"http://localhost:{EmbeddedPostgres.FreePort.Find()}");
            await server.StartAsync(); // it tidies up at the start
            for (var i = 0; i < 600 && await CountAsync("SELECT count(*) FROM identity.pushed_requests WHERE expires_at < now()") > 0; i++)
            {
                await Task.Delay(50);
            }

            for (var i = 0; i < 600 && await CountAsync("SELECT count(*) FROM identity.registrations WHERE expires_at < now()") > 0; i++)
            {
                await Task.Delay(50);
            }

            Assert.Equal(1L, await CountAsync("SELECT count(*) FROM identity.registrations WHERE hash IN (sha256('old'), sha256('fresh')) HAVING bool_and(hash = sha256('fresh'))"));
            Assert.Equal(0L, await CountAsync("SELECT count(*) FROM identity.pushed_requests WHERE expires_at < now()"));
            Assert.Equal(1L, await CountAsync("SELECT count(*) FROM identity.pushed_requests WHERE hash = sha256('fresh')"));
            Assert.InRange(await CountAsync("SELECT max(rows)::bigint FROM identity.swept"), 1, 5000);
            Assert.True(await CountAsync("SELECT sum(rows)::bigint FROM identity.swept") >= Expired);
        }
        finally
        {
            await app.SqlAsync("DROP TRIGGER count_swept ON identity.pushed_requests; DROP FUNCTION identity.count_swept(); DROP TABLE identity.swept; DELETE FROM identity.pushed_requests WHERE hash = sha256('fresh'); DELETE FROM identity.registrations WHERE hash = sha256('fresh')");
        }
    }

    private async Task<long> CountAsync(string sql) => (long)(await app.SqlAsync(sql))!;
}
