using Marketplace.AppHost.Terminals;

namespace Marketplace.AppHost.Hosts;

/// <summary>A host's command that ends by itself, such as <c>migrate</c>.</summary>
internal static class Command
{
    public static async Task RunAsync(
        HostPlan plan, string[] arguments, string what, Terminal terminal, CancellationToken ct, Action<string>? onLine = null)
    {
        var own = plan with { LogFile = Path.ChangeExtension(plan.LogFile, $"{arguments[0]}.log") };
        await using var command = HostProcess.Start(own, arguments, terminal, onLine);
        if (!await command.SucceedsAsync(ct))
        {
            throw new StartException($"{plan.Project} could not {what}: {command.Reason}; see {command.LogPath}.");
        }
    }
}
