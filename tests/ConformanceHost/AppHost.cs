using Marketplace.BlazorShared.SignIn;
using Marketplace.EmbeddedPostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.ConformanceHost;

/// <summary>An app that signs people in with the code of the store and the portal, at a provider that may not be honest.</summary>
internal sealed class AppHost(WebApplication app, string url) : IAsyncDisposable
{
    public string Url { get; } = url;

    public static async Task<AppHost> StartAsync(string connectionString, WantedProvider provider, TimeProvider clock)
    {
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = connectionString,
            ["Urls:Identity"] = provider.Url,
            ["Urls:Store"] = url,
            ["Urls:Api"] = provider.Url,
            ["SignIn:ClientSecret"] = provider.Secret,
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(clock);
        builder.Services.AddRazorComponents();
        builder.Services.AddMarketplaceSignIn(builder.Configuration, "store", "Urls:Store");
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapMarketplaceSignIn();
        app.MapGet("/", (HttpContext http) => Results.Json(new
        {
            sub = http.User.FindFirst(SignInClaims.UserId)?.Value,
            name = http.User.FindFirst(SignInClaims.Name)?.Value,
            email = http.User.FindFirst(SignInClaims.Email)?.Value,
        }));
        await app.StartAsync();
        return new(app, url);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
