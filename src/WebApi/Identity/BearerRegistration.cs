using Marketplace.Tokens;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.WebApi.Identity;

internal static class BearerRegistration
{
    /// <summary>The scope that lets an app of ours act for its user everywhere.</summary>
    public const string UserScope = "marketplace";

    private const string KeysClient = "identity-keys";
    private const int MaxKeySet = 64 * 1024;

    /// <summary>Access tokens of our identity server, and the policies that every endpoint must choose from.</summary>
    public static IServiceCollection AddMarketplaceBearer(this IServiceCollection services, IConfiguration configuration)
    {
        var issuer = configuration["Urls:Identity"] is { Length: > 0 } url && Uri.IsWellFormedUriString(url, UriKind.Absolute) && !url.EndsWith('/')
            ? url
            : throw new InvalidOperationException("Urls:Identity is missing in the configuration, or ends with a slash.");
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(KeysClient, client =>
            {
                client.Timeout = TimeSpan.FromSeconds(5);
                client.MaxResponseContentBufferSize = MaxKeySet;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.AddSingleton(provider => new JwksCache(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(KeysClient),
            new Uri(issuer + "/.well-known/jwks"),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RevokedGrants>();
        services.AddSingleton<ApiKeyDoor>().AddHostedService(provider => provider.GetRequiredService<ApiKeyDoor>());
        services.AddSingleton<AppCalls>().AddHostedService(provider => provider.GetRequiredService<AppCalls>());
        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<BearerOptions, BearerHandler>(BearerHandler.SchemeName, bearer => bearer.Issuer = issuer);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireUser())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(context => !IsRoute(context.Resource)).Build());
        return services;
    }

    /// <summary>A route without a policy is closed. What matched no route goes on, to be answered 404, 405 or 415.</summary>
    private static bool IsRoute(object? resource) => resource is not HttpContext http || http.GetEndpoint() is RouteEndpoint;

    /// <summary>A person, through an app whose token covers acting for them.</summary>
    public static AuthorizationPolicyBuilder RequireUser(this AuthorizationPolicyBuilder policy) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => CurrentUser.From(context.User) is not null);
}
