using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>What the host is made of, in the order in which it matters.</summary>
internal static class Portal
{
    public static void AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddAuthentication();
        services.AddHealthChecks();
        services.AddSingleton(PortalUrls.From(configuration));
    }

    public static void UsePortal(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealth();
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
