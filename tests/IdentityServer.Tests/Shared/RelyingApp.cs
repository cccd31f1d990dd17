using Marketplace.Application.Identity;
using Marketplace.BlazorShared.SignIn;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Net;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>An app that signs people in the way the store and the portal do, and an API that takes tokens the way WebApi does.</summary>
public sealed class RelyingApp(IdentityApp identity) : IAsyncDisposable
{
    private WebApplication? _app;
    private WebApplication? _api;

    public string Url => identity.StoreUrl;
    public string ApiUrl { get; } = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
    private int _apiCalls;

    public int ApiCalls => _apiCalls;

    public async Task StartAsync()
    {
        _api = Api();
        _app = App(Url);
        await _api.StartAsync();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _api!.DisposeAsync();
    }

    public WebApplication App(string url) => App(url, "store", "Urls:Store");

    /// <summary>Another app of ours beside the store, with the sessions of the portal.</summary>
    public WebApplication Portal() => App(identity.PortalUrl, "portal", "Urls:Portal", signIn => signIn.ForWork());

    private WebApplication App(string url, string name, string selfKey, Action<SignInOptions>? configure = null)
    {
        var builder = Builder(url);
        builder.Configuration["SignIn:ClientSecret"] = name == "store" ? IdentityApp.StoreSecret : IdentityApp.PortalSecret;
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<TimeProvider>(identity.Clock);
        builder.Services.AddMarketplaceSignIn(builder.Configuration, name, selfKey, configure);
        builder.Services.AddApiClient<WhoAmIClient>();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapMarketplaceSignIn();
        app.MapGet("/whoami", (WhoAmIClient client, CancellationToken ct) => client.NameAsync(ct)).RequireAuthorization();
        app.MapGet("/form", (HttpContext http, IAntiforgery antiforgery) =>
        {
            var tokens = antiforgery.GetAndStoreTokens(http);
            return Results.Content($"<form method=post action=/signout><input name='{tokens.FormFieldName}' value='{tokens.RequestToken}'></form>", "text/html");
        });
        return app;
    }

    private WebApplication Api()
    {
        var builder = Builder(ApiUrl);
        builder.Services.AddSingleton<TimeProvider>(identity.Clock);
        builder.Services.AddMarketplaceBearer(builder.Configuration);
        builder.Services.AddSingleton<IAppCalls, NoAppCalls>();
        builder.Services.AddProblemDetails();
        var api = builder.Build();
        api.UseStatusCodePages();
        api.UseAuthentication();
        api.UseAuthorization();
        api.MapGet("/me", (HttpContext http) =>
        {
            Interlocked.Increment(ref _apiCalls);
            return Results.Ok(CurrentUser.From(http.User)!.Name);
        }).RequireAuthorization(Policies.SignedIn);
        api.MapGet("/admin", () => "admin").RequireAuthorization(policy => policy.RequireUser().RequireClaim(BearerClaims.Role, "admin"));
        api.MapGet("/forgotten", () => "nobody thought of a policy");
        api.MapGet("/public", (HttpContext http) => CurrentUser.From(http.User)?.Name ?? "guest").AllowAnonymous();
        return api;
    }

    private WebApplicationBuilder Builder(string url)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = identity.ConnectionString,
            ["Urls:Identity"] = identity.Url,
            ["Urls:Store"] = Url,
            ["Urls:Portal"] = identity.PortalUrl,
            ["Urls:Api"] = ApiUrl,
            ["SignIn:ClientSecret"] = IdentityApp.StoreSecret,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls(url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        return builder;
    }

    internal sealed class WhoAmIClient(HttpClient http)
    {
        public async Task<IResult> NameAsync(CancellationToken ct)
        {
            using var response = await http.GetAsync("me", ct);
            return response.StatusCode == HttpStatusCode.OK
                ? Results.Content((await response.Content.ReadAsStringAsync(ct)).Trim('"'))
                : Results.StatusCode((int)response.StatusCode);
        }
    }

    /// <summary>The API of these tests has no database to count calls in.</summary>
    private sealed class NoAppCalls : IAppCalls
    {
        public Task AddAsync(IReadOnlyCollection<AppDay> days, CancellationToken ct) => Task.CompletedTask;
    }
}
