using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>The sessions of this app in the database, where every node finds them. Remembered for a few seconds, so that a page
/// with ten calls reads once, and a session that was ended elsewhere is dead soon after.</summary>
internal sealed class AppSessions(
    SignInDatabase database, IDataProtectionProvider protection, IOptions<SignInOptions> options, IMemoryCache cache, TimeProvider clock)
{
    internal const string Columns = "id, user_id, identity_session_id, tokens, access_expires_at, last_seen_at, expires_at";
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(3);
    private readonly IDataProtector _protector = protection.CreateProtector("app-session.tokens.v1");

    public static byte[] IdOf(string cookie) => SHA256.HashData(Encoding.UTF8.GetBytes(cookie));

    public async Task<AppSession?> FindAsync(byte[] id, CancellationToken ct)
    {
        if (cache.TryGetValue(Key(id), out AppSession? known))
        {
            return known;
        }

        var now = clock.GetUtcNow();
        await using var command = database.Command(
            $"SELECT {Columns} FROM identity.app_sessions WHERE id = $1 AND app = $2 AND expires_at > $3 AND last_seen_at > $4",
            id, options.Value.App, now, now - options.Value.Idle);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) && Read(reader) is { } session ? Remember(session) : null;
    }

    /// <exception cref="SignInRefusedException">The account is gone: it was deleted while its owner signed in.</exception>
    public async Task AddAsync(AppSession session, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            INSERT INTO identity.app_sessions (id, app, user_id, identity_session_id, tokens, access_expires_at, created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
            """,
            session.Id, options.Value.App, session.UserId, session.IdentitySessionId, Protect(session.Tokens),
            session.AccessExpiresAt, session.LastSeenAt, session.ExpiresAt);
        try
        {
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new SignInRefusedException("there is no such person");
        }
    }

    /// <summary>Notes that the session is in use, at most once a minute.</summary>
    public async Task TouchAsync(AppSession session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - session.LastSeenAt < TimeSpan.FromMinutes(1))
        {
            return;
        }

        await using var command = database.Command("UPDATE identity.app_sessions SET last_seen_at = $2 WHERE id = $1", session.Id, now);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            Forget(session.Id); // it was ended elsewhere while we remembered it
            return;
        }

        Remember(session with { LastSeenAt = now });
    }

    public async Task EndAsync(byte[] id, CancellationToken ct)
    {
        await using var command = database.Command("DELETE FROM identity.app_sessions WHERE id = $1", id);
        await command.ExecuteNonQueryAsync(ct);
        Forget(id);
    }

    /// <returns>Null when the keys that protected it are gone: the session is then as good as ended.</returns>
    internal AppSession? Read(NpgsqlDataReader reader)
    {
        try
        {
            var tokens = JsonSerializer.Deserialize<SessionTokens>(_protector.Unprotect(reader.GetFieldValue<byte[]>(3)))!;
            return new(reader.GetFieldValue<byte[]>(0), reader.GetGuid(1), reader.GetString(2), tokens,
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal byte[] Protect(SessionTokens tokens) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(tokens));

    internal AppSession Remember(AppSession session) => cache.Set(Key(session.Id), session, Remembered);

    internal void Forget(byte[] id) => cache.Remove(Key(id));

    private static string Key(byte[] id) => "app-session:" + Convert.ToHexString(id);
}

/// <summary>A connection pool of its own, so that signing in does not depend on what else the host has.</summary>
internal sealed class SignInDatabase(IOptions<SignInOptions> options) : IAsyncDisposable
{
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { MaxPoolSize = 20, ApplicationName = $"marketplace-{options.Value.App}" });

    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
