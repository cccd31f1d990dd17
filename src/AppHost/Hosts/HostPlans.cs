using System.Globalization;

namespace Marketplace.AppHost.Hosts;

/// <summary>The four hosts, and what each is told through its environment; docs/operations.md explains every name.</summary>
internal sealed record HostPlans(HostPlan Identity, HostPlan Api, HostPlan Store, HostPlan Portal)
{
    public IReadOnlyList<HostPlan> All => [Identity, Api, Store, Portal];

    public static HostPlans For(RunOptions options, string root, PrivateData data, Secrets secrets, string connectionString)
    {
        var ports = options.Ports;
        var common = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["ConnectionStrings__Marketplace"] = connectionString,
            ["Urls__Api"] = Local(ports.Api),
            ["Urls__Identity"] = Local(ports.Identity),
            ["Urls__Store"] = Local(ports.Store),
            ["Urls__Portal"] = Local(ports.Portal),
            ["ApiReference__ClientId"] = "api-reference",
            ["Shutdown__DrainSeconds"] = "0", // there is no balancer that would have to see it
            ["ReloadStaticAssetsAtRuntime"] = "false", // nobody edits them while this runs
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
            ["DataProtection__Certificate__Path"] = Environment.GetEnvironmentVariable("DataProtection__Certificate__Path") ?? data.KeyCertificate, // the keys lie in the database, what opens them does not
        };
        return new HostPlans(
            Plan("IdentityServer", ports.Identity, new()
            {
                ["Clients__store__Secret"] = secrets.StoreClient,
                ["Clients__portal__Secret"] = secrets.PortalClient,
                ["Clients__api__Secret"] = secrets.ApiClient,
                ["Outbound__Loopback"] = "true", // a developer's applications run on this machine
                ["Mail__Folder"] = data.Mail,
            }),
            Plan("WebApi", ports.Api, new()
            {
                ["Media__Path"] = data.Media,
                ["Mail__Viewer"] = "true",
                ["Mail__Folder"] = data.Mail,
                ["Payments__Sandbox__WebhookSecret"] = secrets.GatewayWebhook,
                ["Accounts__ClientSecret"] = secrets.ApiClient,
                ["Demo__Root"] = root,
            }),
            Plan("BlazorStore", ports.Store, new() { ["SignIn__ClientId"] = "store", ["SignIn__ClientSecret"] = secrets.StoreClient }),
            Plan("BlazorAdmin", ports.Portal, new() { ["SignIn__ClientId"] = "portal", ["SignIn__ClientSecret"] = secrets.PortalClient }));

        HostPlan Plan(string project, int port, Dictionary<string, string> own)
        {
            var environment = new Dictionary<string, string>(common) { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Text(port)}" };
            foreach (var (name, value) in own)
            {
                environment[name] = value;
            }

            return new HostPlan(project, ProgramOf(project), Path.Combine(data.Logs, project.ToLowerInvariant() + ".log"), port, environment);
        }
    }

    /// <summary>The host's program stands beside ours, built in the same configuration.</summary>
    private static string ProgramOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"Marketplace.{project}.dll");
    }

    private static string Local(int port) => $"http://localhost:{Text(port)}";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
