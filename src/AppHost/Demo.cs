using System.Globalization;
using Marketplace.AppHost.Databases;
using Marketplace.AppHost.Hosts;
using Marketplace.AppHost.Terminals;

namespace Marketplace.AppHost;

/// <summary>Loads the demo town once per database.</summary>
internal sealed class Demo(string root, PrivateData data, Database database)
{
    public string AccountsFile => Path.Combine(root, "src", "Infrastructure", "Demo", "accounts.json");

    public bool IsLoaded => File.Exists(data.DemoMarker) && File.ReadAllLines(data.DemoMarker).Contains(database.Name);

    public async Task LoadAsync(HostPlans plans, Terminal terminal, CancellationToken ct)
    {
        await terminal.ProgressAsync("Demo town loaded", async report =>
        {
            report(0, "Demo accounts");
            await Task.WhenAll(
                Command.RunAsync(plans.Identity, ["seed-demo", AccountsFile], "load the demo accounts", terminal, ct),
                Command.RunAsync(plans.Api, ["seed-demo"], "load the demo town", terminal, ct, line =>
                {
                    if (ParseProgress(line) is var (percent, text))
                    {
                        report(percent, text);
                    }
                }));
        });
        await File.AppendAllTextAsync(data.DemoMarker, database.Name + "\n", ct);
    }

    /// <summary>Reads <c>progress &lt;percent&gt; &lt;text&gt;</c>.</summary>
    internal static (double Percent, string Text)? ParseProgress(string line) =>
        line.Split(' ', 3) is ["progress", var percent, var text]
        && double.TryParse(percent, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (Math.Clamp(value, 0, 100), text)
            : null;
}
