using Marketplace.Application;
using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Shared;

var builder = WebApplication.CreateBuilder(args);
builder.AddApi();
builder.Services.AddApplication();
builder.Services.AddInfrastructure(builder.Configuration);
builder.Services.AddOutboxRelay();
builder.Services.AddLive();

var app = builder.Build();
if (await Commands.TryRunAsync(app, args) is { } exitCode)
{
    return exitCode;
}

app.UseApi();
app.MapHealth();
app.MapApi();
app.MapLiveHubs();
await app.RunAsync();
return 0;
