using Marketplace.BlazorAdmin;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets(); // in every environment; once published the files are here anyway
builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
builder.Logging.ClearProviders().AddJsonConsole(json => json.IncludeScopes = true);
builder.RefuseUnsafeSettings("Urls:Portal");
builder.Services.AddPortal(builder.Configuration);

var app = builder.Build();
app.UsePortal();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuit => circuit.ContentSecurityFrameAncestorsPolicy = null);
await app.RunAsync();
