using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;

namespace Marketplace.AppHost.Tests;

/// <summary>The program that ./run starts, in a data directory and on ports of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private AppHostProcess(Process process, Ports ports, string data)
    {
        (_process, Ports, Data) = (process, ports, data);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Ports Ports { get; }

    public string Data { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The processes it has started, and that still run.</summary>
    public IReadOnlyList<int> Children =>
    [
        .. from folder in Directory.GetDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
           where id > 0 && ParentOf(folder) == _process.Id
           select id,
    ];

    public static AppHostProcess Start(string[] arguments, Ports? ports = null, string? data = null, string? connectionString = null)
    {
        ports ??= new Ports(FreePort.Find(), FreePort.Find(), FreePort.Find(), FreePort.Find());
        data ??= Path.Combine(Repository.Root, "artifacts", "test-data", $"run-{Guid.CreateVersion7():N}");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] all =
        [
            Path.Combine(Repository.Root, "artifacts", "bin", "AppHost", configuration, "Marketplace.AppHost.dll"), "--data", data,
            "--ports", string.Join(',', ports.Api, ports.Identity, ports.Store, ports.Portal), .. arguments,
        ];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ConnectionStrings__Marketplace"] = connectionString;
        return new AppHostProcess(Process.Start(start)!, ports, data);
    }

    public void Signal(int signal) => Posix.Signal(_process.Id, signal);

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async Task UntilAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, Output);
            await Task.Delay(100, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Posix.SigTerm);
            await ExitCodeAsync();
        }

        _process.Dispose();
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static int ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it ended between the listing and the question
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
