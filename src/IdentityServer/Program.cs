using Marketplace.IdentityServer.Shared;

var builder = WebApplication.CreateBuilder(args);
builder.AddIdentityServer();
var app = builder.Build();
if (await Commands.TryRunAsync(app, args) is { } exitCode)
{
    return exitCode;
}

app.UseIdentityServer();
app.MapStaticAssets();
await app.RunAsync();
return 0;
