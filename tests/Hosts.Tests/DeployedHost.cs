using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;

namespace Marketplace.Hosts.Tests;

/// <summary>One host as it is built, in a process of its own on this machine, started and ended as an orchestrator does it.</summary>
internal sealed class DeployedHost : IAsyncDisposable
{
    private const string Secret = "a secret of the tests, long enough for all";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = [];

    private DeployedHost(Process process, Uri address)
    {
        (_process, Http) = (process, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address });
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it said last.</summary>
    public string Said => string.Join('\n', _log.Where(line => !line.Contains("/health/", StringComparison.Ordinal)).TakeLast(12));

    public HttpClient Http { get; }

    public bool HasExited => _process.HasExited;

    public static async Task<DeployedHost> StartAsync(string project, string connection, params (string Name, string Value)[] settings)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        var folder = Path.Combine(Repository.Root, "artifacts", "bin", project, Configuration);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"Marketplace.{project}.dll")]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        (string Name, string Value)[] all =
        [
            ("ASPNETCORE_URLS", address), ("ConnectionStrings__Marketplace", connection), ("Payments__Sandbox__WebhookSecret", Secret),
            ("Urls__Api", "http://localhost:5000"), ("Urls__Identity", "http://localhost:5001"), ("Urls__Store", "http://localhost:5100"), ("Urls__Portal", "http://localhost:5200"),
            ("SignIn__ClientId", project == "BlazorStore" ? "store" : "portal"), ("SignIn__ClientSecret", Secret), .. settings,
        ];
        foreach (var (name, value) in all)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var host = new DeployedHost(process, new Uri(address));
        for (var started = Stopwatch.GetTimestamp(); await host.StatusAsync("/health/ready") != HttpStatusCode.OK; await Task.Delay(50))
        {
            Assert.False(process.HasExited, $"{project} ended while it started:\n{host.Said}");
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"{project} was never ready:\n{host.Said}");
        }

        return host;
    }

    /// <returns>Null when nobody listens any more.</returns>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { ConnectionClose = true } };
            using var answer = await Http.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Terminate() => Posix.Signal(_process.Id, Posix.SigTerm);

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Http.Dispose();
    }
}
