using Marketplace.BlazorStore;
using Marketplace.BlazorStore.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddStore();

var app = builder.Build();
app.UseStore();
await app.RunAsync();
