using System.Text.Json.Serialization;
using Marketplace.BlazorAdmin.Orders;
using Marketplace.BlazorAdmin.Rider;
using Marketplace.BlazorShared.Hosting;
using Marketplace.BlazorShared.Maps;
using Marketplace.BlazorShared.SignIn;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Radzen;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>What the host is made of, in the order in which it matters.</summary>
internal static class Portal
{
    public static void AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMarketplaceSignIn(configuration, "portal", "Urls:Portal", signIn =>
        {
            // Whoever still works signs in again without noticing, through the identity server.
            (signIn.Idle, signIn.Absolute, signIn.IsPersistent) = (TimeSpan.FromMinutes(30), TimeSpan.FromHours(12), false);
            signIn.ApiTimeout = TimeSpan.FromSeconds(60);
        });
        services.AddHealthChecks();
        services.AddSingleton(PortalUrls.From(configuration));
        services.Configure<MapOptions>(configuration.GetSection(MapOptions.Section));
        services.AddApiClients();
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
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UsePortalHeaders();
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
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
            headers.Images.Add(urls.Api.ToString());
            headers.Connect.Add(urls.Api.ToString());
            headers.Connect.AddRange(map.Origins);
            headers.Images.AddRange(map.Origins);
            headers.Forms.Add(urls.Identity.ToString());
        });
    }

    private static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics();
        app.MapHealthChecks("/health/ready").DisableHttpMetrics();
        app.MapHealthChecks("/health/startup").DisableHttpMetrics();
        app.MapGet("/health", (TimeProvider clock) => TypedResults.Ok(new HealthAnswer("ok", clock.GetUtcNow()))).DisableHttpMetrics();
    }

    private sealed record HealthAnswer([property: JsonPropertyName("status")] string Status, [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp);
}
