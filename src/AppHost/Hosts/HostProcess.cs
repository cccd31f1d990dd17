using System.Diagnostics;
using System.Globalization;
using Marketplace.AppHost.Terminals;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.AppHost.Hosts;

/// <summary>A child of ours: a host that serves, or one of its commands that ends by itself.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    private readonly Process _process;
    private readonly ChildGuard _guard;
    private readonly LogFile _log;
    private readonly Task _drained;
    private string? _lastError;

    private HostProcess(string project, Process process, LogFile log, Func<HostProcess, Task> drain)
    {
        (Project, _process, _log) = (project, process, log);
        _guard = new ChildGuard(process.Id, Posix.SigTerm);
        _drained = drain(this);
    }

    public string Project { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Why the child failed, as it said itself.</summary>
    public string Reason => _lastError ?? string.Create(CultureInfo.InvariantCulture, $"it ended with code {_process.ExitCode}");

    public string LogPath => _log.Path;

    public static HostProcess Start(HostPlan plan, string[] arguments, Terminal terminal, Action<string>? onLine = null)
    {
        if (!File.Exists(plan.Program))
        {
            throw new StartException($"{plan.Program} is not built: start the marketplace with ./run.");
        }

        // Static files are found through a manifest, and yet a host without this folder warns that it has none.
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(plan.Program)!, "wwwroot"));
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "setsid" : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(plan.Program),
        };
        string[] command = [.. OperatingSystem.IsLinux() ? ["dotnet"] : Array.Empty<string>(), plan.Program, .. arguments];
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new HostProcess(plan.Project, process, new LogFile(plan.LogFile), host => Task.WhenAll(
            host.DrainAsync(process.StandardOutput, terminal, onLine), host.DrainAsync(process.StandardError, terminal, null)));
    }

    /// <summary>Waits for a command that ends by itself.</summary>
    public async Task<bool> SucceedsAsync(CancellationToken ct)
    {
        await ExitedAsync(ct);
        return _process.ExitCode == 0;
    }

    public async Task ExitedAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        await _drained;
    }

    private async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            Posix.Signal(_process.Id, Posix.SigTerm);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Posix.Signal(_process.Id, Posix.SigKill);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await _drained;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _guard.DisposeAsync();
        _process.Dispose();
        _log.Dispose();
    }

    private async Task DrainAsync(StreamReader output, Terminal terminal, Action<string>? onLine)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _log.Write(line);
            onLine?.Invoke(line);
            var entry = LogLine.Parse(line);
            if (entry.Level >= LogLevel.Error)
            {
                _lastError = entry.Text;
                terminal.Fail(Project, entry.Text);
            }
            else if (entry.Level == LogLevel.Warning)
            {
                terminal.Warn(Project, entry.Text);
            }
        }
    }
}
