using Marketplace.Application.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Shared;

internal static class FanOutServices
{
    extension(IServiceCollection services)
    {
        /// <summary>Fan-out and counters: in process, unless <c>Redis:ConnectionString</c> names the Redis that several nodes share.</summary>
        public void AddFanOut(IConfiguration configuration)
        {
            services.AddSingleton<FanOutSubscriptions>();
            services.AddSingleton<MemoryRequestCounters>();
            if (configuration["Redis:ConnectionString"] is not { Length: > 0 } redis)
            {
                services.AddSingleton<ILiveFanOut, InProcessFanOut>();
                services.AddSingleton<IRequestCounters>(provider => provider.GetRequiredService<MemoryRequestCounters>());
                return;
            }

            services.AddSingleton(_ => new RedisConnection(redis));
            services.AddSingleton<IOptionalPart>(provider => provider.GetRequiredService<RedisConnection>());
            services.AddSingleton<IRequestCounters, RedisRequestCounters>();
            services.AddSingleton<RedisFanOut>();
            services.AddSingleton<ILiveFanOut>(provider => provider.GetRequiredService<RedisFanOut>());
            services.AddHostedService(provider => provider.GetRequiredService<RedisFanOut>());
        }

        public void AddPublicUrls(IConfiguration configuration)
        {
            services.AddSingleton(new PublicUrls(Url("Api", 5000), Url("Identity", 5001), Url("Store", 5100), Url("Portal", 5200)));

            string Url(string name, int port) => (configuration[$"Urls:{name}"] ?? $"http://localhost:{port}").TrimEnd('/');
        }
    }
}
