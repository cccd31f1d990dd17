using System.Globalization;
using Marketplace.AppHost.Terminals;

namespace Marketplace.AppHost.Hosts;

/// <summary>The hosts that serve; all of them end together.</summary>
internal sealed class RunningHosts : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<HostProcess> _hosts = [];

    public async Task StartAsync(HostPlans plans, Terminal terminal, CancellationToken ct)
    {
        foreach (var plan in plans.All)
        {
            _hosts.Add(HostProcess.Start(plan, [], terminal));
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        failed.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(plans.All.Zip(_hosts, (plan, host) => WaitUntilReadyAsync(plan, host, http, failed)));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Crashed() ?? new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"The hosts were not ready within {Patience.TotalMinutes:0} minutes; their logs are in {Path.GetDirectoryName(_hosts[0].LogPath)}."));
        }
    }

    /// <summary>Completes with a sentence as soon as one of the hosts ends.</summary>
    public async Task<StartException> CrashedAsync(CancellationToken ct)
    {
        await await Task.WhenAny(_hosts.Select(host => host.ExitedAsync(ct)));
        return Crashed()!;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));

    private StartException? Crashed() =>
        _hosts.Find(host => host.HasExited) is { } host
            ? new StartException($"{host.Project} stopped unexpectedly: {host.Reason}; see {host.LogPath}.")
            : null;

    private static async Task WaitUntilReadyAsync(HostPlan plan, HostProcess host, HttpClient http, CancellationTokenSource failed)
    {
        var address = new Uri($"http://127.0.0.1:{plan.Port.ToString(CultureInfo.InvariantCulture)}/health/ready");
        while (!await IsReadyAsync(http, address, failed.Token))
        {
            if (host.HasExited)
            {
                await host.ExitedAsync(failed.Token);
                await failed.CancelAsync();
            }

            await Task.Delay(Pause, failed.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(address, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
