using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.IdentityServer.Tests.Sessions;

/// <summary>An application of others that hears of sign-outs, and answers what a test wants.</summary>
internal sealed class LogoutReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    public LogoutReceiver()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        _app = builder.Build();
        _app.MapPost("/logout", async (HttpContext http) =>
        {
            Heard.Enqueue((await http.Request.ReadFormAsync())["logout_token"].ToString());
            return Results.StatusCode(Answers.TryDequeue(out var status) ? status : 200);
        });
    }

    public string Url { get; } = $"http://127.0.0.1:{EmbeddedPostgres.FreePort.Find()}";
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>The next ones; after them everything is well.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
