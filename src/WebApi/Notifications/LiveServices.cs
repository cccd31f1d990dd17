using Marketplace.Application.Shared;

namespace Marketplace.WebApi.Notifications;

internal static class LiveServices
{
    public const string Cors = "live";

    extension(IServiceCollection services)
    {
        public void AddLive()
        {
            services.AddSignalR(signalR =>
            {
                signalR.MaximumReceiveMessageSize = 4 * 1024; // clients have nothing to say but the handshake and pings
                signalR.MaximumParallelInvocationsPerClient = 1;
                signalR.EnableDetailedErrors = false;
                signalR.HandshakeTimeout = TimeSpan.FromSeconds(5);
                signalR.KeepAliveInterval = TimeSpan.FromSeconds(15);
                signalR.ClientTimeoutInterval = TimeSpan.FromSeconds(40);
            });
            services.AddSingleton<LiveTickets>();
            services.AddSingleton<LiveConnections>().AddHostedService(provider => provider.GetRequiredService<LiveConnections>());
            services.AddHostedService<LiveForwarder>();
            services.AddSingleton<LiveRights>().AddHostedService(provider => provider.GetRequiredService<LiveRights>());
            services.AddSingleton<PresenceKeeper>().AddHostedService(provider => provider.GetRequiredService<PresenceKeeper>());
            services.AddCors();
            services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<PublicUrls>((cors, urls) => cors.AddPolicy(Cors, policy => policy
                .WithOrigins(urls.Store, urls.Portal, urls.Identity)
                .WithMethods("GET", "POST", "DELETE")
                .WithHeaders("x-requested-with", "x-signalr-user-agent", "content-type")
                .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        }
    }

    /// <summary>
    /// A web socket is not held back by CORS, so that its origin is checked here: only our own pages, and programs, which send none.
    /// </summary>
    public static void UseLiveOriginCheck(this IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase),
        branch => branch.Use((http, next) =>
        {
            var origin = http.Request.Headers.Origin.ToString();
            var urls = http.RequestServices.GetRequiredService<PublicUrls>();
            if (origin.Length == 0 || origin == urls.Store || origin == urls.Portal || origin == urls.Identity)
            {
                return next(http);
            }

            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }));
}
