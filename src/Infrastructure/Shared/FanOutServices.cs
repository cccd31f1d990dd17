using Marketplace.Application.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Shared;

internal static class FanOutServices
{
    extension(IServiceCollection services)
    {
        /// <summary>In process, unless <c>Redis:ConnectionString</c> names the Redis that several nodes share.</summary>
        public void AddFanOut(IConfiguration configuration)
        {
            services.AddSingleton<FanOutSubscriptions>();
            if (configuration["Redis:ConnectionString"] is not { Length: > 0 } redis)
            {
                services.AddSingleton<ILiveFanOut, InProcessFanOut>();
                return;
            }

            services.AddSingleton(provider => new RedisFanOut(redis, provider.GetRequiredService<FanOutSubscriptions>(), provider.GetRequiredService<ILogger<RedisFanOut>>()));
            services.AddSingleton<ILiveFanOut>(provider => provider.GetRequiredService<RedisFanOut>());
            services.AddSingleton<IOptionalPart>(provider => provider.GetRequiredService<RedisFanOut>());
            services.AddHostedService(provider => provider.GetRequiredService<RedisFanOut>());
        }

        public void AddPublicUrls(IConfiguration configuration)
        {
            services.AddSingleton(new PublicUrls(Url("Api", 5000), Url("Identity", 5001), Url("Store", 5100), Url("Portal", 5200)));

            string Url(string name, int port) => (configuration[$"Urls:{name}"] ?? $"http://localhost:{port}").TrimEnd('/');
        }
    }
}
