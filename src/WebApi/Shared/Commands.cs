using Marketplace.BlazorShared.Hosting;
using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Demo;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Audit;

namespace Marketplace.WebApi.Shared;

/// <summary>What the host does instead of serving when its first argument names it: <c>migrate</c>, <c>seed-demo</c>, <c>audit</c>.</summary>
internal static class Commands
{
    /// <returns>The exit code, or null when the host should serve.</returns>
    public static async Task<int?> TryRunAsync(WebApplication app, string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var ct = CancellationToken.None;
        switch (args.FirstOrDefault())
        {
            case "migrate":
                await scope.ServiceProvider.GetRequiredService<SchemaMigrator>().MigrateAsync(ct);
                scope.ServiceProvider.GetRequiredService<WrappedKeys>().Check();
                return 0;
            case "seed-demo" when ProductionSettings.IsPublic(app.Configuration, app.Environment):
                await Console.Error.WriteLineAsync("The demo town is not for a marketplace that the public reaches.");
                return 2;
            case "seed-demo":
                await scope.ServiceProvider.GetRequiredService<SeedDemo>().RunAsync(SeedDemoOptions.Parse(args[1..]), Console.Out, ct);
                return 0;
            case "audit":
                return await AuditCommand.RunAsync(scope.ServiceProvider.GetRequiredService<InvariantAudit>(), args[1..], Console.Out, ct);
            default:
                return null;
        }
    }
}
