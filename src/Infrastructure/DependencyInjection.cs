using Marketplace.Application.Analytics;
using Marketplace.Application.Audit;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Application.Inventory;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Infrastructure.Analytics;
using Marketplace.Infrastructure.Catalog;
using Marketplace.Infrastructure.Deliveries;
using Marketplace.Infrastructure.Deliveries.Shifts;
using Marketplace.Infrastructure.Identity;
using Marketplace.Infrastructure.Demo;
using Marketplace.Infrastructure.Inventory;
using Marketplace.Infrastructure.Notifications;
using Marketplace.Infrastructure.Orders;
using Marketplace.Infrastructure.Payments.Sandbox;
using Marketplace.Infrastructure.Settings;
using Marketplace.Infrastructure.Shared;
using Marketplace.Infrastructure.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Infrastructure;

public static class DependencyInjection
{
    private const int MaxPrepared = 200;

    /// <summary>The adapters of all ports. Each feature adds its own in a method of its own below.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Marketplace")
            ?? throw new InvalidOperationException("ConnectionStrings:Marketplace is not set. Start with ./run, or give a PostgreSQL connection string.");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new DatabaseOptions(connectionString));
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(Tuned(connectionString)).Build());
        services.AddDbContext<MarketplaceDbContext>((provider, options) => options.UseNpgsql(
            provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)
                .MigrationsHistoryTable("migrations", "shared"))
            .AddInterceptors(provider.GetRequiredService<FinishedCommit>())
            // A test refuses a model that no migration makes; a node that serves it says so and goes on.
            .ConfigureWarnings(warnings => warnings.Log(RelationalEventId.PendingModelChangesWarning)),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddSingleton<FinishedCommit>();
        services.AddScoped<IMarketplaceDb>(provider => provider.GetRequiredService<MarketplaceDbContext>());
        services.AddScoped<Origin>();
        services.AddScoped<ExpectedRevision>();
        services.AddScoped<SchemaMigrator>();
        services.AddSingleton<SchemaLevel>();
        services.AddScoped<SeedDemo>();
        services.AddScoped<DemoPictures>();
        services.AddSingleton(SetupOf(configuration));
        services.AddSingleton<ISettings, CachedSettings>();
        services.AddScoped<IStock, PostgresStock>();
        services.AddOutbox();
        services.AddFanOut(configuration);
        services.AddPublicUrls(configuration);
        services.AddEventBus(configuration);
        services.AddSharedDataProtection();
        services.AddNotifications(configuration);
        services.AddAccountAdministration(configuration);
        services.AddScoped<IDeliveryStore, DeliveryStore>();
        services.AddScoped<IShiftStore, ShiftStore>();
        services.AddScoped<IApiKeys, PostgresApiKeys>();
        services.AddCatalog(configuration);
        services.AddScoped<IOrderLocks, PostgresOrderLocks>();
        services.AddScoped<ITeamLocks, PostgresTeamLocks>();
        services.AddSingleton<ISealTokens, TokenSeals>();
        services.AddSingleton<IAnalytics, PostgresAnalytics>();
        services.AddScoped<ITracking, DeliveryTracking>();
        services.AddScoped<IOrderDeliveries, OrderDeliveries>();
        services.AddSingleton(new StoreLinks(configuration["Urls:Store"] ?? "http://localhost:5100"));
        services.AddSandboxGateway(configuration["Urls:Api"] ?? "http://localhost:5000");
        return services;
    }

    private static StoreSetup SetupOf(IConfiguration configuration)
    {
        var (usual, store) = (new StoreSetup(), configuration.GetSection("Store"));
        var setup = new StoreSetup(store["Name"] ?? usual.Name, store["Currency"] ?? usual.Currency, store["Region"] ?? usual.Region);
        return setup.Currency.Length == 3 && setup.Currency.All(char.IsAsciiLetterUpper)
            ? setup
            : throw new InvalidOperationException($"Store:Currency is an ISO 4217 code such as INR, and not \"{setup.Currency}\".");
    }

    /// <summary>
    /// What the connection string leaves open: statements are prepared by themselves when they come the second time, because planning costs
    /// more than running most of them; and nothing resets a session, because none of ours changes one.
    /// </summary>
    private static string Tuned(string connectionString) => $"Max Auto Prepare={MaxPrepared};Auto Prepare Min Usages=2;No Reset On Close=true;{connectionString}";
}
