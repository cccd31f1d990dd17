using System.Diagnostics;
using System.Globalization;

namespace Marketplace.EmbeddedPostgres;

/// <summary>
/// Ends a child when this program is killed: then its end of a pipe closes, and nobody else would tell the child. A shell is
/// enough to wait for that, and it does not hear Ctrl+C.
/// </summary>
public sealed class ChildGuard : IAsyncDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        cat >/dev/null
        child=$1 signal=$2
        shift 2
        kill "-$signal" "$child" 2>/dev/null
        [ $# -gt 0 ] || exit 0
        while kill -0 "$child" 2>/dev/null; do sleep 0.1; done
        rm -rf "$@"
        """;

    private readonly Process _shell;

    /// <param name="leavings">What is removed once the child is gone.</param>
    public ChildGuard(int child, int signal, params IEnumerable<string> leavings)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        string[] arguments =
        [
            "-c", Script, "guard", child.ToString(CultureInfo.InvariantCulture), signal.ToString(CultureInfo.InvariantCulture), .. leavings,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _shell = Process.Start(start)!;
    }

    /// <summary>Ends the child, if it still runs, and waits until its leavings are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
