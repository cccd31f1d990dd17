using Marketplace.AppHost.Databases;
using Marketplace.AppHost.Hosts;
using Marketplace.AppHost.Terminals;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.AppHost;

/// <summary>One run, from the checks to the last child's end.</summary>
internal sealed class MarketplaceRun(RunOptions options, Terminal terminal)
{
    private readonly string _root = RepositoryRoot.Find();

    public async Task RunAsync(CancellationToken stop)
    {
        CheckPorts();
        if (options.IsFresh && Environment.GetEnvironmentVariable(Database.Variable) is { Length: > 0 })
        {
            throw new StartException($"--fresh empties the embedded database only: drop the one that {Database.Variable} names yourself.");
        }

        using var data = PrivateData.Open(Path.GetFullPath(options.Data, _root), options.IsFresh);
        var secrets = Secrets.LoadOrDraw(data.SecretsFile);
        KeyCertificate.EnsureAt(data.KeyCertificate);
        await using var database = await terminal.StepAsync("Starting PostgreSQL", async () =>
        {
            var opened = await Database.OpenAsync(_root, data, secrets, stop);
            return (opened, $"Database: {opened.Description}");
        });
        var plans = HostPlans.For(options, _root, data, secrets, database.ConnectionString);
        await terminal.StepAsync("Bringing the schema up to date", "Schema up to date", async () =>
        {
            // Each has its own schemas, and whichever comes first creates the database.
            await Task.WhenAll(new[] { plans.Identity, plans.Api }.Select(host => Command.RunAsync(host, ["migrate"], "migrate", terminal, stop)));
        });
        var demo = new Demo(_root, data, database);
        if (options.HasDemo && !demo.IsLoaded)
        {
            await demo.LoadAsync(plans, terminal, stop);
        }

        await using var hosts = new RunningHosts();
        await terminal.StepAsync("Starting the hosts", "Hosts ready", () => hosts.StartAsync(plans, terminal, stop));
        Summary.Of(plans, database, data, demo.IsLoaded ? DemoLogin.ReadFrom(demo.AccountsFile) : []).ShowOn(terminal);
        await WatchAsync(hosts, database, stop);
        terminal.Say("Stopping …");
    }

    private static async Task WatchAsync(RunningHosts hosts, Database database, CancellationToken stop)
    {
        var crash = hosts.CrashedAsync(stop);
        var first = await Task.WhenAny(crash, database.Exited, Task.Delay(Timeout.Infinite, stop));
        if (stop.IsCancellationRequested)
        {
            return;
        }

        throw first == crash ? await crash : new StartException("PostgreSQL stopped unexpectedly; see postgres.log among the logs.");
    }

    private void CheckPorts()
    {
        foreach (var (host, port) in options.Ports.All)
        {
            if (!FreePort.IsFree(port))
            {
                throw new StartException($"Port {port}, which {host} needs, is taken: end the program that listens there, or choose others with --ports.");
            }
        }
    }
}
