using System.Diagnostics;
using System.Globalization;

namespace Marketplace.EmbeddedPostgres;

/// <summary>A running PostgreSQL of our own: loopback only, one password, ended with the program that started it.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Trigrams and full text ask the system's locale which characters are letters.
    private static readonly string SystemLocale = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";

    private readonly Process _server;
    private readonly ChildGuard _guard;

    private PostgresProcess(PostgresOptions options, Process server, ChildGuard guard) =>
        (Options, _server, _guard) = (options, server, guard);

    public PostgresOptions Options { get; }

    public int Id => _server.Id;

    public Task Exited => _server.WaitForExitAsync();

    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Options.Port};Database={database};Username=postgres;Password={Options.Password}");

    public static async Task<PostgresProcess> StartAsync(PostgresOptions options, CancellationToken ct)
    {
        var identity = Identity.Choose();
        var (binaries, data) = identity.Settle(PostgresBinaries.Locate(options.Root), options.Data);
        options = options with { Data = data };
        await Leftover.EndAsync(data, ct);
        await InitializeAsync(identity, binaries, options, ct);
        var server = Launch(identity, binaries, options);
        var started = new PostgresProcess(options, server, new ChildGuard(server.Id, Posix.SigInt, options.IsThrowaway ? [data, options.LogFile] : []));
        try
        {
            await started.WaitUntilReadyAsync(ct);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Open sessions are ended, what is committed is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_server.HasExited)
        {
            Posix.Signal(_server.Id, Posix.SigInt);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _server.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Posix.Signal(_server.Id, Posix.SigKill);
                await _server.WaitForExitAsync(CancellationToken.None);
            }
        }

        await _guard.DisposeAsync();
        _server.Dispose();
    }

    private static async Task InitializeAsync(
        Identity identity, PostgresBinaries binaries, PostgresOptions options, CancellationToken ct)
    {
        if (File.Exists(Path.Combine(options.Data, "PG_VERSION")))
        {
            return;
        }

        var password = Path.GetTempFileName(); // readable by its owner alone
        try
        {
            await File.WriteAllTextAsync(password, options.Password, ct);
            identity.GiveAway(password);
            Directory.CreateDirectory(Path.GetDirectoryName(options.Data)!);
            using var process = Process.Start(identity.Command(
                binaries.InitDb, "-D", options.Data, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={password}",
                "--encoding=UTF8", "--locale-provider=builtin", $"--locale={SystemLocale}", "--builtin-locale=C.UTF-8", "--no-instructions"))!;
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = await process.StandardError.ReadToEndAsync(ct);
            await output;
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
            {
                throw new PostgresException($"PostgreSQL could not make its data directory {options.Data}: {LastLine(error)}");
            }
        }
        finally
        {
            File.Delete(password);
        }
    }

    private static Process Launch(Identity identity, PostgresBinaries binaries, PostgresOptions options)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            string.Create(CultureInfo.InvariantCulture, $"max_connections={options.MaxConnections}"),
            "shared_buffers=256MB",
            "max_wal_size=2GB",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=warning",
            "jit=off", // short statements only: compiling them costs more than it saves
            .. options.CountsStatements ? ["shared_preload_libraries=pg_stat_statements"] : Array.Empty<string>(),
            .. options.IsDurable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        var start = identity.Command(
            [binaries.Postgres, "-D", options.Data, "-p", options.Port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(s => new[] { "-c", s })]);
        Directory.CreateDirectory(Path.GetDirectoryName(options.LogFile)!);
        // A session of its own: Ctrl+C at the terminal must reach the hosts before their database.
        return Process.Start(Identity.Start(
        [
            .. OperatingSystem.IsLinux() ? ["setsid"] : Array.Empty<string>(),
            "/bin/sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "postgres", options.LogFile, start.FileName, .. start.ArgumentList,
        ]))!;
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var deadline = Stopwatch.StartNew();
        while (!IsReady())
        {
            if (_server.HasExited)
            {
                throw new PostgresException($"PostgreSQL ended while it started: {LastLine(await File.ReadAllTextAsync(Options.LogFile, ct))}");
            }

            if (deadline.Elapsed > Patience)
            {
                throw new PostgresException($"PostgreSQL did not answer within {Patience.TotalSeconds:0} seconds; see {Options.LogFile}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    private bool IsReady()
    {
        try
        {
            return File.ReadAllText(PidFile).Contains("ready", StringComparison.Ordinal);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string PidFile => Path.Combine(Options.Data, "postmaster.pid");

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no reason given";
}
