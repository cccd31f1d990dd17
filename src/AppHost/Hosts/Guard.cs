using System.Diagnostics;
using System.Globalization;

namespace Marketplace.AppHost.Hosts;

/// <summary>Ends the children when this program is killed: then its end of the pipe closes, and nobody else would tell them.</summary>
internal sealed class Guard : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        watched=
        while read -r word process; do
          case $word in
            watch) watched="$watched $process" ;;
            dismiss) exit 0 ;;
          esac
        done
        for process in $watched; do kill -TERM "$process" 2>/dev/null; done
        """;

    private readonly Process _shell;

    public Guard()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        _shell = Process.Start(start)!;
    }

    public void Watch(int process) => Tell(string.Create(CultureInfo.InvariantCulture, $"watch {process}"));

    public void Dispose()
    {
        Tell("dismiss");
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Tell(string line)
    {
        lock (_shell)
        {
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }
}
