using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>
/// Keeps the access token of a session fresh. Of all requests that find it expired, on all nodes, one asks for a new one: in the
/// process by sharing the task, between processes by the lock on the session's row.
/// </summary>
internal sealed partial class SessionRefresh(
    AppSessions sessions, IdentityClient identity, SignInDatabase database, TimeProvider clock, ILogger<SessionRefresh> log)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TooSoonToDoubt = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Lazy<Task<AppSession?>>> _running = new(StringComparer.Ordinal);

    /// <returns>Null when the session has ended.</returns>
    public async Task<string?> AccessTokenAsync(byte[] id, CancellationToken ct)
    {
        var session = await sessions.FindAsync(id, ct);
        if (session is null || session.AccessExpiresAt - clock.GetUtcNow() > Early)
        {
            return session?.Tokens.AccessToken;
        }

        return (await RefreshAsync(id, null, ct))?.Tokens.AccessToken;
    }

    /// <summary>After the API refused a token: another one, if there is one to be had.</summary>
    public async Task<string?> ReplaceAsync(byte[] id, string refused, CancellationToken ct) =>
        (await RefreshAsync(id, refused, ct))?.Tokens.AccessToken is { } token && token != refused ? token : null;

    private Task<AppSession?> RefreshAsync(byte[] id, string? refused, CancellationToken ct)
    {
        var key = Convert.ToHexString(id);
        var shared = _running.GetOrAdd(key, _ => new(() => RunAsync(key, id, refused)));
        return shared.Value.WaitAsync(ct); // one caller that gives up does not take the others along
    }

    private async Task<AppSession?> RunAsync(string key, byte[] id, string? refused)
    {
        try
        {
            return await RefreshOnceAsync(id, refused, CancellationToken.None);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task<AppSession?> RefreshOnceAsync(byte[] id, string? refused, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var session = await LockAsync(connection, id, ct);
        if (session is null)
        {
            sessions.Forget(id);
            return null;
        }

        var now = clock.GetUtcNow();
        var isFresh = session.AccessExpiresAt - now > Early;
        if (isFresh && (session.Tokens.AccessToken != refused || now - session.Tokens.ObtainedAt < TooSoonToDoubt))
        {
            return sessions.Remember(session); // somebody else was quicker
        }

        if (session.Tokens.RefreshToken is not { } refreshToken)
        {
            return isFresh ? session : await EndAsync(connection, transaction, id, ct);
        }

        try
        {
            var refreshed = await AskAsync(session, refreshToken, now, ct);
            await SaveAsync(connection, refreshed, ct);
            await transaction.CommitAsync(ct);
            return sessions.Remember(refreshed);
        }
        catch (SignInRefusedException)
        {
            LogEnded();
            return await EndAsync(connection, transaction, id, ct);
        }
        catch (HttpRequestException) when (session.AccessExpiresAt > now)
        {
            return session; // still good for a moment; the next request asks again
        }
    }

    private async Task<AppSession> AskAsync(AppSession session, string refreshToken, DateTimeOffset now, CancellationToken ct)
    {
        var answer = await identity.RefreshAsync(refreshToken, ct);
        var tokens = session.Tokens with
        {
            AccessToken = answer.AccessToken!,
            RefreshToken = answer.RefreshToken ?? refreshToken,
            IdToken = answer.IdToken ?? session.Tokens.IdToken,
            ObtainedAt = now,
        };
        return session with { AccessExpiresAt = now + TimeSpan.FromSeconds(answer.ExpiresIn), Tokens = await WithPersonAsync(tokens, session.UserId, ct) };
    }

    /// <summary>Name and roles may have changed. When they cannot be had, the tokens, which exist only here now, are kept all the same.</summary>
    private async Task<SessionTokens> WithPersonAsync(SessionTokens tokens, Guid userId, CancellationToken ct)
    {
        try
        {
            var user = await identity.UserInfoAsync(tokens.AccessToken, userId.ToString(), ct);
            return tokens with { Name = user.Name ?? tokens.Name, Email = user.Email ?? tokens.Email, Roles = user.Roles ?? [] };
        }
        catch (HttpRequestException)
        {
            return tokens;
        }
    }

    private async Task<AppSession?> LockAsync(NpgsqlConnection connection, byte[] id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {AppSessions.Columns} FROM identity.app_sessions WHERE id = $1 FOR UPDATE", connection)
        {
            Parameters = { new() { Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? sessions.Read(reader) : null;
    }

    private async Task SaveAsync(NpgsqlConnection connection, AppSession session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("UPDATE identity.app_sessions SET tokens = $2, access_expires_at = $3 WHERE id = $1", connection)
        {
            Parameters = { new() { Value = session.Id }, new() { Value = sessions.Protect(session.Tokens) }, new() { Value = session.AccessExpiresAt } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<AppSession?> EndAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM identity.app_sessions WHERE id = $1", connection) { Parameters = { new() { Value = id } } };
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        sessions.Forget(id);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A session ended because its tokens could not be renewed")]
    private partial void LogEnded();
}
