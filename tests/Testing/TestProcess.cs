using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace Marketplace.Testing;

/// <summary>Servers that tests start for themselves.</summary>
internal static class TestProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Process Start(string program, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            process.BeginOutputReadLine(); // read and forgotten, so that the server never waits for a full pipe
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{program} is not installed: ./test installs it on Debian.");
        }
    }

    public static async Task UntilAsync(string name, Process process, Func<CancellationToken, Task<bool>> isReady)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await TryAsync(isReady, patience.Token))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{name} ended with code {process.ExitCode} while it started.");
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken ct)
    {
        try
        {
            return await isReady(ct);
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }
}
