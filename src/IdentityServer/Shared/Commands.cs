using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Administration;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.IdentityServer.Shared;

/// <summary>What the host does instead of serving: <c>migrate</c>, <c>seed-demo FILE</c>, <c>make-admin MAIL</c>, <c>withdraw-key KID</c>.</summary>
internal static class Commands
{
    /// <returns>The exit code, or null when the host should serve.</returns>
    public static async Task<int?> TryRunAsync(WebApplication app, string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (services, ct) = (scope.ServiceProvider, CancellationToken.None);
        switch (args)
        {
            case ["migrate", ..]:
                await MigrateAsync(services, ct);
                return 0;
            case ["seed-demo", ..] when ProductionSettings.IsPublic(app.Configuration, app.Environment):
                await Console.Error.WriteLineAsync("Demo accounts are not for a marketplace that the public reaches.");
                return 2;
            case ["seed-demo", var file, ..]:
                Console.WriteLine($"{await services.GetRequiredService<SeedDemoUsers>().RunAsync(file, ct)} accounts");
                await services.GetRequiredService<SeedDemoApps>().RunAsync(ct);
                return 0;
            case ["make-admin", var email, ..]:
                var (isDone, text) = await services.GetRequiredService<MakeAdmin>().RunAsync(email, ct);
                Console.WriteLine(text);
                return isDone ? 0 : 1;
            case ["withdraw-key", var keyId, ..]:
                var known = await services.GetRequiredService<KeyRing>().WithdrawAsync(keyId, ct);
                Console.WriteLine(known ? $"{keyId} is withdrawn, and a new key signs." : $"There is no key {keyId}.");
                return known ? 0 : 1;
            case ["seed-demo" or "make-admin" or "withdraw-key"]:
                Console.Error.WriteLine($"{args[0]} needs an argument.");
                return 2;
            default:
                return null;
        }
    }

    /// <summary>Everything that one process must have done before several serve: schema, first keys, clients.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<SchemaUpgrade>().RunAsync(ct);
        services.GetRequiredService<WrappedKeys>().Check();
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("first-key").Protect("made once, so that all nodes start with it");
        await services.GetRequiredService<KeyRing>().RotateAsync(ct);
        await services.GetRequiredService<ClientSeed>().RunAsync(ct);
    }
}
