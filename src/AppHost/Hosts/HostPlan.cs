namespace Marketplace.AppHost.Hosts;

/// <summary>How one host is started.</summary>
internal sealed record HostPlan(string Project, string Program, string LogFile, int Port, IReadOnlyDictionary<string, string> Environment)
{
    public Uri Address => new($"http://localhost:{Port}");
}
