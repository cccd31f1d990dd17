using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.Sessions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Shared;

/// <summary>
/// At the start: clients from the configuration and the keys. After it, now and then: new keys when they are due, and the
/// removal of what has expired, in batches, so that nobody waits for it.
/// </summary>
internal sealed partial class Housekeeping(IServiceScopeFactory scopes, KeyRing keys, TimeProvider clock, ILogger<Housekeeping> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private const int Batch = 5000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isSeeded = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (!isSeeded)
                {
                    await scope.ServiceProvider.GetRequiredService<ClientSeed>().RunAsync(stoppingToken);
                    isSeeded = true;
                }

                await keys.RotateAsync(stoppingToken);
                await keys.PublishedAsync(stoppingToken);
                await SweepAsync(scope.ServiceProvider, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException })
            {
                LogFailed(away);
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepAsync(IServiceProvider services, CancellationToken ct)
    {
        var (db, now) = (services.GetRequiredService<IdentityDb>(), clock.GetUtcNow());
        var yesterday = now.AddDays(-1);

        // A code must be remembered past its life: its second use has to be noticed.
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.authorization_codes WHERE hash IN (SELECT hash FROM identity.authorization_codes WHERE expires_at < {yesterday} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.pushed_requests WHERE hash IN (SELECT hash FROM identity.pushed_requests WHERE expires_at < {now} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.refresh_tokens WHERE hash IN (SELECT hash FROM identity.refresh_tokens WHERE expires_at < {now} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.grants WHERE id IN (SELECT id FROM identity.grants WHERE expires_at < {yesterday} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.sessions WHERE id IN (SELECT id FROM identity.sessions WHERE expires_at < {yesterday} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.app_sessions WHERE id IN (SELECT id FROM identity.app_sessions WHERE expires_at < {now} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.address_codes WHERE (holder_id, purpose) IN (SELECT holder_id, purpose FROM identity.address_codes WHERE expires_at < {now} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.registrations WHERE hash IN (SELECT hash FROM identity.registrations WHERE expires_at < {now} LIMIT {Batch})", ct));
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.address_changes WHERE hash IN (SELECT hash FROM identity.address_changes WHERE expires_at < {now} LIMIT {Batch})", ct));
        await services.GetRequiredService<ActingBook>().ExpireAsync(ct);
        await services.GetRequiredService<Challenges>().ForgetAsync(ct);
        await services.GetRequiredService<KnownDevices>().ForgetAsync(ct);
        await RepeatAsync(() => db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.revoked_grants WHERE grant_id IN (SELECT grant_id FROM identity.revoked_grants WHERE at < {now.AddHours(-1)} LIMIT {Batch})", ct));
        await services.GetRequiredService<Throttle>().ForgetAsync(yesterday, ct);
    }

    private static async Task RepeatAsync(Func<Task<int>> delete)
    {
        while (await delete() == Batch)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Housekeeping could not run and will be tried again")]
    private partial void LogFailed(Exception because);
}
