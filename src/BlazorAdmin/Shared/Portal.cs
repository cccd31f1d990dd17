using Marketplace.BlazorAdmin.Orders;
using Marketplace.BlazorAdmin.Rider;
using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.Hosting;
using Marketplace.BlazorShared.Maps;
using Marketplace.BlazorShared.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Radzen;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>What the host is made of, in the order in which it matters.</summary>
internal static class Portal
{
    private const long LargestMessage = 256 * 1024; // what a browser may send at once over the circuit; files come in parts
    private const int MostLeftBehind = 200; // circuits of windows that closed, or lost their network, in the last minutes

    public static void AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddTrustedProxies();
        services.AddDraining();
        services.AddTelemetry(configuration, "marketplace-portal");
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
                (circuits.DisconnectedCircuitRetentionPeriod, circuits.DisconnectedCircuitMaxRetained) = (TimeSpan.FromMinutes(5), MostLeftBehind))
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMarketplaceSignIn(configuration, "portal", "Urls:Portal", signIn =>
        {
            signIn.ForWork();
            signIn.ApiTimeout = TimeSpan.FromSeconds(60);
        });
        services.Configure<AuthorizationOptions>(authorization =>
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton(PortalUrls.From(configuration));
        services.Configure<MapOptions>(configuration.GetSection(MapOptions.Section));
        services.AddPortalClients();
        services.AddRadzenComponents();
        services.AddScoped<PortalSession>();
        services.AddScoped<LiveFeed>();
        services.AddScoped<Toasts>();
        services.AddScoped<Browser>();
        services.AddScoped<OpenOrders>();
        services.AddScoped<SoundChoice>();
        services.AddScoped<RiderDay>();
        services.AddScoped<RiderPhone>();
    }

    public static void UsePortal(this WebApplication app)
    {
        Words.UsePlace(app.Configuration);
        app.UseForwardedHeaders();
        app.UsePortalHeaders(); // before what may fail, so that its page has them too
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAuthentication();
        app.Use(new CircuitGuard(app.Services.GetRequiredService<PortalUrls>()).InvokeAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRefusalOfForeignForms();
        app.UseReadableQuery();
        app.UseMiddleware<PersonTheme>();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapMarketplaceSignIn();
    }

    private static void UsePortalHeaders(this WebApplication app)
    {
        var urls = app.Services.GetRequiredService<PortalUrls>();
        var map = app.Services.GetRequiredService<IOptions<MapOptions>>().Value;
        app.UseSecurityHeaders(headers =>
        {
            headers.AllowStyleAttributes = true; // Radzen's controls place themselves with style attributes.
            headers.AllowBase = true; // Blazor finds its files, and knows which links are its own, by the base element.
            headers.Images.Add(urls.Api.ToString());
            headers.Videos.Add(urls.Api.ToString());
            headers.Connect.Add(urls.Api.ToString());
            headers.Connect.AddRange(map.Origins);
            headers.Images.AddRange(map.Origins);
            headers.Forms.Add(urls.Identity.ToString());
            headers.IsHttps = urls.Portal.Scheme == Uri.UriSchemeHttps;
        });
    }
}
