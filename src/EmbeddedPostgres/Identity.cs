using System.Diagnostics;

namespace Marketplace.EmbeddedPostgres;

/// <summary>As whom the server runs: PostgreSQL refuses to run as root.</summary>
internal sealed class Identity
{
    private static readonly string[] Namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];

    private readonly string[] _prefix;
    private readonly string? _systemUser;

    private Identity(string[] prefix, string? systemUser) => (_prefix, _systemUser) = (prefix, systemUser);

    public static Identity Choose()
    {
        if (!Posix.IsRoot)
        {
            return new Identity([], null);
        }

        // A user namespace needs no account, and root keeps sole access to binaries and data.
        if (Succeeds([.. Namespace, "true"]))
        {
            return new Identity(Namespace, null);
        }

        var user = Array.Find(["postgres", "nobody"], name => Succeeds(["id", name]))
            ?? throw new PostgresException("PostgreSQL refuses to run as root, and this machine has neither user namespaces nor a user \"nobody\".");
        return AsSystemUser(user);
    }

    /// <summary>The way without user namespaces: an account, and folders that it can enter.</summary>
    public static Identity AsSystemUser(string user)
    {
        var group = Output(["id", "-g", user]).Trim();
        return new Identity(["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups"], user);
    }

    /// <summary>Moves what the chosen user cannot reach to where it can.</summary>
    public (PostgresBinaries Binaries, string Data) Settle(PostgresBinaries binaries, string data)
    {
        if (_systemUser is null)
        {
            return (binaries, data);
        }

        if (!CanRead(binaries.Postgres))
        {
            const string shared = "/var/lib/marketplace-postgres/native";
            if (!File.Exists(Path.Combine(shared, "bin", "postgres")))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(shared)!);
                Run(["cp", "-a", binaries.Folder, shared]);
                Run(["chmod", "-R", "a+rX", "/var/lib/marketplace-postgres"]);
            }

            binaries = PostgresBinaries.At(shared);
        }

        var parent = Path.GetDirectoryName(data)!;
        Directory.CreateDirectory(parent);
        if (!CanRead(parent))
        {
            data = "/var/lib/marketplace-postgres/data" + parent.Replace('/', '-');
        }

        Directory.CreateDirectory(data);
        Run(["chown", "-R", _systemUser, data]);
        return (binaries, data);
    }

    public ProcessStartInfo Command(params string[] command) => Start([.. _prefix, .. command]);

    /// <summary>A file that the server's user reads, and nobody else.</summary>
    public void GiveAway(string file)
    {
        if (_systemUser is not null)
        {
            Run(["chown", _systemUser, file]);
        }
    }

    public static ProcessStartInfo Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in command.AsSpan(1))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private bool CanRead(string path) => Succeeds([.. _prefix, "test", "-r", path, "-a", "-x", path]);

    private static bool Succeeds(string[] command)
    {
        try
        {
            using var process = Process.Start(Start(command))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Output(string[] command)
    {
        using var process = Process.Start(Start(command))!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static void Run(string[] command)
    {
        using var process = Process.Start(Start(command))!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new PostgresException($"\"{string.Join(' ', command)}\" failed: {error.Trim()}");
        }
    }
}
