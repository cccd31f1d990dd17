using System.Net;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>
/// Sign-in for an app of ours: the browser has a cookie, the tokens stay in the database. In the host:
/// <code>
/// services.AddMarketplaceSignIn(configuration, "store", "Urls:Store");
/// services.AddApiClient&lt;OrdersClient&gt;();
/// app.UseAuthentication(); app.UseAuthorization(); app.UseAntiforgery();
/// app.MapMarketplaceSignIn();
/// </code>
/// </summary>
public static class SignInRegistration
{
    private const string ApiClientName = "api";

    /// <param name="app">The app's own name, which is also its client id unless SignIn:ClientId says otherwise.</param>
    /// <param name="selfKey">The configuration key of the app's public address.</param>
    public static IServiceCollection AddMarketplaceSignIn(
        this IServiceCollection services, IConfiguration configuration, string app, string selfKey, Action<SignInOptions>? configure = null)
    {
        var connectionString = configuration.GetConnectionString("Marketplace")
            ?? throw new InvalidOperationException("ConnectionStrings:Marketplace is missing in the configuration.");
        services.AddOptions<SignInOptions>()
            .Configure(options =>
            {
                (options.App, options.ClientId, options.ConnectionString) = (app, app, connectionString);
                (options.Identity, options.Api) = (configuration["Urls:Identity"] ?? "", configuration["Urls:Api"] ?? "");
                options.Self = configuration[selfKey] ?? "";
                configure?.Invoke(options);
            })
            .BindConfiguration(SignInOptions.Section).ValidateDataAnnotations()
            .Validate(o => !o.Identity.EndsWith('/') && !o.Self.EndsWith('/') && !o.Api.EndsWith('/'), "The addresses under Urls have no slash at the end.")
            .ValidateOnStart();
        services.AddSharedDataProtection($"marketplace.{app}", connectionString).WrapKeys(configuration).SetDefaultKeyLifetime(TimeSpan.FromDays(90));
        services.AddHttpContextAccessor();
        services.AddMemoryCache();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SignInDatabase>();
        services.AddSingleton<AppSessions>();
        services.AddSingleton<SignInTransactions>();
        services.AddSingleton<IdentityClient>();
        services.AddSingleton<SessionRefresh>();
        services.AddSingleton<SignInCompletion>();
        services.AddScoped<SignedInScope>();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddSingleton(provider => new JwksCache(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(IdentityClient.HttpClientName),
            new Uri(provider.GetRequiredService<IOptions<SignInOptions>>().Value.Identity + "/.well-known/jwks"),
            provider.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        AddHttp(services);
        NameAntiforgery(services);
        KeepSecretsOutOfLogs(services);
        return services;
    }

    /// <summary>Adds a typed client of the API that acts as whoever is signed in, in pages and in circuits alike.</summary>
    /// <param name="timeout">How long a call may take where that is not as long as the others: a large file comes as fast as somebody's network lets it.</param>
    public static IServiceCollection AddApiClient<TClient>(this IServiceCollection services, TimeSpan? timeout = null) where TClient : class
    {
        services.TryAddScoped<TClient>(scope =>
        {
            var api = scope.GetRequiredService<ApiHttpClient>();
            return ActivatorUtilities.CreateInstance<TClient>(scope, timeout is { } own ? api.With(own) : api.Http);
        });
        return services;
    }

    /// <summary>The same for a client that a host composes itself: sends calls on to <paramref name="inner"/> with the token of this scope's user.</summary>
    public static HttpMessageHandler WithAccessToken(this IServiceProvider scope, HttpMessageHandler inner) =>
        ActivatorUtilities.CreateInstance<AccessTokenHandler>(scope, inner);

    /// <summary>Adds a handler that every call to the API passes first, for example to name the cart. It lives as long as the request or circuit.</summary>
    public static IServiceCollection AddApiHandler<THandler>(this IServiceCollection services) where THandler : DelegatingHandler =>
        services.AddScoped<DelegatingHandler, THandler>();

    /// <summary>
    /// Has a client that asks as nobody name the address of who wanted it, where <paramref name="isFor"/> says so: then the API counts it for
    /// that guest. What comes through a circuit, or a request that is over, names nobody.
    /// </summary>
    public static IHttpClientBuilder AddCallerAddress(this IHttpClientBuilder client, Func<HttpRequestMessage, bool> isFor) =>
        client.AddHttpMessageHandler(services => new CallerAddressHandler(services.GetRequiredService<IHttpContextAccessor>(), isFor));

    /// <summary>Maps /signin, /signin/callback and POST /signout.</summary>
    public static void MapMarketplaceSignIn(this WebApplication app) => SignInEndpoints.MapEndpoints(app);

    private static void AddHttp(IServiceCollection services)
    {
        services.AddHttpClient(IdentityClient.HttpClientName, client =>
            {
                client.Timeout = TimeSpan.FromSeconds(10);
                client.MaxResponseContentBufferSize = IdentityClient.MaxAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.AddHttpClient(ApiClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.AddScoped<ApiHttpClient>();
    }

    private static void NameAntiforgery(IServiceCollection services) =>
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<IOptions<SignInOptions>>((antiforgery, options) =>
        {
            antiforgery.Cookie.Name = options.Value.CookieName("-form"); // cookies know no ports, so each app needs its own name
            antiforgery.Cookie.SecurePolicy = options.Value.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            antiforgery.Cookie.Path = "/";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

    /// <summary>The framework logs addresses, and the callback's holds the code.</summary>
    private static void KeepSecretsOutOfLogs(IServiceCollection services) => services.AddLogging(logging => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning));

    /// <summary>The API as seen from one request or one circuit.</summary>
    private sealed class ApiHttpClient(
        IHttpMessageHandlerFactory handlers, IEnumerable<DelegatingHandler> own, IHttpContextAccessor accessor, SignedInScope scope, AppSessions sessions, SessionRefresh refresh,
        IOptions<SignInOptions> options)
    {
        private readonly HttpMessageHandler _calls = own.Aggregate<DelegatingHandler, HttpMessageHandler>(
            new AccessTokenHandler(new CallerAddressHandler(accessor, _ => true) { InnerHandler = handlers.CreateHandler(ApiClientName) }, scope, sessions, refresh),
            (inner, outer) =>
            {
                outer.InnerHandler = inner;
                return outer;
            });

        public HttpClient Http => field ??= With(options.Value.ApiTimeout);

        public HttpClient With(TimeSpan timeout) => new(_calls, disposeHandler: false) { BaseAddress = new Uri(options.Value.Api + "/"), Timeout = timeout };
    }
}
