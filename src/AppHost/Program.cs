using System.Runtime.InteropServices;
using Marketplace.AppHost;
using Marketplace.AppHost.Databases;
using Marketplace.AppHost.Terminals;
using Marketplace.EmbeddedPostgres;

const int Failed = 1;
const int Interrupted = 130;
const int DiskFull = 28; // ENOSPC

using var stop = new CancellationTokenSource();
PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
PosixSignalRegistration[] registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, received =>
{
    received.Cancel = true;
    stop.Cancel();
}))];
var terminal = Terminal.Standard();
try
{
    if (args is ["throwaway-postgres", .. var wanted])
    {
        await ThrowawayDatabase.ServeAsync(wanted, stop.Token);
        return 0;
    }

    var options = RunOptions.Parse(args);
    if (options.WantsHelp)
    {
        terminal.Say(RunOptions.Help);
        return 0;
    }

    await new MarketplaceRun(options, terminal).RunAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return Interrupted;
}
catch (Exception refused) when (refused is StartException or PostgresException)
{
    terminal.Fail("run", refused.Message);
    return Failed;
}
catch (IOException full) when ((full.HResult & 0xFFFF) == DiskFull)
{
    terminal.Fail("run", "The disk is full: make room and start again.");
    return Failed;
}
finally
{
    foreach (var registration in registrations)
    {
        registration.Dispose();
    }
}
