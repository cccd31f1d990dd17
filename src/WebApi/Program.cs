using Marketplace.Application;
using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Catalog;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Deliveries;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Media;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Orders;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi();
builder.Services.AddApplication();
builder.Services.AddInfrastructure(builder.Configuration);
builder.Services.AddOutboxRelay();
builder.Services.AddMarketplaceBearer(builder.Configuration);
builder.Services.AddLive();
builder.Services.AddImportWorker();
builder.Services.AddHostedService<OrderSweeper>();
builder.Services.AddHostedService<PrivacyWorker>();
builder.Services.AddHostedService<VideoWorker>();
builder.Services.AddHostedService<MarketingWorker>();
builder.Services.AddVendorPolicy();
builder.Services.AddAdminPolicy();
builder.Services.AddDeliveries();
builder.Services.AddRazorComponents();

var app = builder.Build();
if (await Commands.TryRunAsync(app, args) is { } exitCode)
{
    return exitCode;
}

app.UseApi();
app.MapHealth();
app.MapApi();
app.MapLiveHubs();
app.MapStaticAssets().AllowAnonymous();
app.MapFallback(() => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound)).AllowAnonymous().ExcludeFromDescription();
await app.RunAsync();
return 0;
