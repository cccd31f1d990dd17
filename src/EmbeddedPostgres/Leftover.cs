using System.Diagnostics;
using System.Globalization;

namespace Marketplace.EmbeddedPostgres;

/// <summary>What a killed run left behind in the data directory.</summary>
internal static class Leftover
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task EndAsync(string data, CancellationToken ct)
    {
        var file = Path.Combine(data, "postmaster.pid");
        if (!File.Exists(file))
        {
            return;
        }

        var first = (await File.ReadAllLinesAsync(file, ct)).FirstOrDefault();
        if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsServerOf(id, data))
        {
            await StopAsync(id, ct);
        }

        File.Delete(file);
    }

    /// <summary>A process id is given out again: only a server whose working directory is this one is ours.</summary>
    private static bool IsServerOf(int id, string data)
    {
        if (!Posix.IsAlive(id))
        {
            return false;
        }

        return !OperatingSystem.IsLinux()
            || new FileInfo($"/proc/{id}/cwd").LinkTarget is { } folder && Path.GetFullPath(folder) == Path.GetFullPath(data);
    }

    private static async Task StopAsync(int id, CancellationToken ct)
    {
        Posix.Signal(id, Posix.SigInt);
        var waited = Stopwatch.StartNew();
        while (Posix.IsAlive(id))
        {
            if (waited.Elapsed > Patience)
            {
                throw new PostgresException($"An earlier PostgreSQL (process {id}) does not stop: end it, then try again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }
}
