using System.Diagnostics;
using Marketplace.Testing;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>One of the marketplace's programs, as it is built, with its log in memory.</summary>
internal sealed class Host(string project, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private readonly List<string> _log = [];
    private Process? _process;

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public async Task RunAsync(params string[] arguments)
    {
        Start(arguments);
        await _process!.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, $"{project} {string.Join(' ', arguments)} failed:\n{string.Join('\n', Log.TakeLast(20))}");
    }

    public async Task ServeAsync(Uri address)
    {
        Start("--urls", address.GetLeftPart(UriPartial.Authority).Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = address };
        for (var tries = 0; ; tries++)
        {
            Assert.False(_process!.HasExited, $"{project} ended:\n{string.Join('\n', Log.TakeLast(20))}");
            try
            {
                using var ready = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (tries < 900)
            {
                // not listening yet
            }

            Assert.True(tries < 900, $"{project} was never ready:\n{string.Join('\n', Log.TakeLast(20))}");
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private void Start(params string[] arguments)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "bin", project, Configuration);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"Marketplace.{project}.dll"), .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
