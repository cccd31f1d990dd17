using Marketplace.Application;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Design;

/// <summary>Gives "dotnet ef" the context as the hosts compose it: generating a migration asks no database.</summary>
internal sealed class MarketplaceDbContextFactory : IDesignTimeDbContextFactory<MarketplaceDbContext>
{
    public MarketplaceDbContext CreateDbContext(string[] args)
    {
        var configuration = new ConfigurationManager { ["ConnectionStrings:Marketplace"] = "Host=nowhere;Database=none" };
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddApplication();
        services.AddInfrastructure(configuration);
        return services.BuildServiceProvider().CreateScope().ServiceProvider.GetRequiredService<MarketplaceDbContext>();
    }
}
