using Marketplace.Application.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Identity;

internal static class IdentityServices
{
    private const int MaxAnswer = 256 * 1024;

    public static void AddAccountAdministration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection(AccountsOptions.Section).Get<AccountsOptions>() ?? new());
        services.AddSingleton<AccountsToken>();
        services.AddSingleton<IAppCalls, PostgresAppCalls>();
        services.AddScoped<IAccountAdministration, AccountAdministration>();
        services.AddHttpClient(AccountAdministration.HttpClientName, http =>
            {
                http.BaseAddress = new Uri((configuration["Urls:Identity"] ?? "http://localhost:5001") + "/");
                http.Timeout = TimeSpan.FromSeconds(10);
                http.MaxResponseContentBufferSize = MaxAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
    }
}
