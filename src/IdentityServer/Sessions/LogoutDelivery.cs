using System.Net;
using Marketplace.IdentityServer.OAuth;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>Tells applications of sign-outs (OpenID Connect Back-Channel Logout 1.0). Any number of nodes may do it at once.</summary>
internal sealed partial class LogoutDelivery(IServiceScopeFactory scopes, OutboundGuard guard, TimeProvider clock, ILogger<LogoutDelivery> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http = guard.CreateClient();

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <returns>How many were due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = await scope.ServiceProvider.GetRequiredService<LogoutMessages>().TakeAsync(ct);
        await Parallel.ForEachAsync(due, ct, async (message, stop) => await DeliverAsync(message, stop));
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var done = 0;
            try
            {
                done = await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException })
            {
                LogAway(away);
            }

            if (done == 0)
            {
                await Task.Delay(Step, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(LogoutMessage message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var messages = scope.ServiceProvider.GetRequiredService<LogoutMessages>();
        var token = await scope.ServiceProvider.GetRequiredService<TokenIssuer>().LogoutTokenAsync(message.ClientId, message.UserId, message.SessionId, ct);
        if (await TryPostAsync(message, token, ct) || message.Uri.Length == 0)
        {
            await messages.FinishAsync(message, ct);
        }
        else if (!await messages.PutBackAsync(message, ct))
        {
            LogGivenUp(message.ClientId, message.Attempts);
        }
    }

    /// <returns>Whether the application has an answer that will not change: that it did it, or that it will not.</returns>
    private async Task<bool> TryPostAsync(LogoutMessage message, string token, CancellationToken ct)
    {
        if (message.Uri.Length == 0)
        {
            return false;
        }

        try
        {
            using var body = new FormUrlEncodedContent([new("logout_token", token)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, message.Uri) { Content = body };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.BadRequest;
        }
        catch (HttpRequestException)
        {
            return false; // whatever was there, nobody is told
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false; // it took too long
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Application {ClientId} could not be told of a sign-out in {Attempts} tries")]
    private partial void LogGivenUp(string clientId, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-outs could not be told, because the database is away")]
    private partial void LogAway(Exception because);
}
