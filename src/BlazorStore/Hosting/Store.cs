using System.IO.Compression;
using System.Net;
using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.Hosting;
using Marketplace.BlazorShared.Maps;
using Marketplace.BlazorShared.SignIn;
using Marketplace.BlazorStore.Carts;
using Marketplace.BlazorStore.Catalog;
using Marketplace.BlazorStore.Identity;
using Marketplace.BlazorStore.Notifications;
using Marketplace.BlazorStore.Orders;
using Marketplace.BlazorStore.Shell;
using Marketplace.BlazorStore.Vendors;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Partners;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.ResponseCompression;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>What the host is made of, and the order in which a request meets it.</summary>
internal static class Store
{
    public static void AddStore(this WebApplicationBuilder builder)
    {
        builder.RefuseUnsafeSettings("Urls:Store");
        builder.WebHost.UseStaticWebAssets(); // in every environment; once published the files are here anyway
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Logging.ClearProviders().AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
            json.IncludeScopes = true;
        });
        var services = builder.Services;
        services.AddOptions<UrlOptions>().BindConfiguration(UrlOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MapOptions>().BindConfiguration(MapOptions.Section);
        services.AddDraining();
        services.AddTelemetry(builder.Configuration, "marketplace-store");
        services.AddTrustedProxies();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<FreshCache>();
        services.AddRazorComponents();
        services.AddMarketplaceSignIn(builder.Configuration, "store", "Urls:Store", signIn => signIn.ApiTimeout = TimeSpan.FromSeconds(10));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddApiClients();
    }

    public static void UseStore(this WebApplication app)
    {
        var urls = app.Configuration.GetSection(UrlOptions.Section).Get<UrlOptions>() ?? new UrlOptions();
        var maps = app.Configuration.GetSection(MapOptions.Section).Get<MapOptions>() ?? new MapOptions();
        Words.UsePlace(app.Configuration);

        app.UseForwardedHeaders();
        app.UseSecurityHeaders(allowed =>
        {
            allowed.Images.AddRange([urls.Api, .. maps.Origins]);
            allowed.Videos.Add(urls.Api);
            allowed.Connect.AddRange([urls.Api, .. maps.Origins]);
            allowed.Forms.AddRange([urls.Identity, urls.Api]);
            allowed.Personal.AddRange(["/cart", "/checkout", "/orders", "/account"]);
            allowed.IsHttps = urls.Store.StartsWith("https://", StringComparison.Ordinal);
        });
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            AllowStatusCode404Response = true,
            CreateScopeForErrors = true,
            StatusCodeSelector = StatusOf,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseMiddleware<ReadyPages>();
        app.UseMiddleware<SessionOver>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRefusalOfForeignForms();
        app.UseReadableQuery();
        app.UseMiddleware<CartMerging>();
        app.UseMiddleware<PersonTheme>();
        app.MapStaticAssets();
        app.MapHealth();
        app.MapMarketplaceSignIn();
        app.MapPlace();
        app.MapLiveProducts();
        app.MapCart();
        app.MapOrders();
        app.MapAccount();
        app.MapGuestData();
        app.MapFollowing();
        app.MapUnsubscribe();
        app.MapRestock();
        app.MapCrawlers();
        app.MapRazorComponents<App>();
    }

    private static void AddApiClients(this IServiceCollection services)
    {
        services.AddScoped<PublicCatalog>();
        services.ConfigureHttpClientDefaults(http => http.RemoveAllLoggers()); // what they write is below our levels, and each page would pay for their scopes

        // Asked as nobody: the answers are the same for everybody and may be shared. Searching is work, which each guest may ask for so often.
        services.AddHttpClient("public", Address).ConfigurePrimaryHttpMessageHandler(Connections)
            .AddCallerAddress(request => request.RequestUri?.AbsolutePath == CatalogClient.Search)
            .AddTypedClient<CatalogClient>().AddTypedClient<VendorsClient>().AddTypedClient<LegalClient>().AddTypedClient<SettingsClient>().AddTypedClient<PartnerPagesClient>();

        // Asked as the shopper.
        services.AddApiHandler<CartTokenHandler>();
        services.AddApiClient<CartClient>().AddApiClient<CheckoutClient>().AddApiClient<OrdersClient>().AddApiClient<MeClient>()
            .AddApiClient<NotificationsClient>().AddApiClient<FollowingClient>().AddApiClient<MarketingClient>().AddApiClient<RestockClient>().AddApiClient<ProfileClient>()
            .AddApiClient<GuestDataClient>();
    }

    private static void Address(IServiceProvider services, HttpClient http)
    {
        var urls = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<UrlOptions>>().Value;
        http.BaseAddress = new(urls.Api + "/");
        http.Timeout = TimeSpan.FromSeconds(10);
        http.DefaultRequestVersion = HttpVersion.Version11;
    }

    private static SocketsHttpHandler Connections() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.Current,
    };

    /// <summary>What the API could not do, as the status that tells it best; the error page says it in words.</summary>
    private static int StatusOf(Exception failure) => failure switch
    {
        ApiException { Status: HttpStatusCode.NotFound } => StatusCodes.Status404NotFound,
        ApiException { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => StatusCodes.Status403Forbidden,
        ApiException { Status: HttpStatusCode.TooManyRequests } or HttpRequestException or TaskCanceledException => StatusCodes.Status503ServiceUnavailable,
        ApiException { Status: >= HttpStatusCode.InternalServerError } => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };
}
