using System.Runtime.InteropServices;

namespace Marketplace.EmbeddedPostgres;

/// <summary>The few system calls that .NET has no name for.</summary>
public static partial class Posix
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    public static bool IsRoot => !OperatingSystem.IsWindows() && geteuid() == 0;

    /// <summary>False when there is no such process (any more).</summary>
    public static bool Signal(int process, int signal) => kill(process, signal) == 0;

    public static bool IsAlive(int process) => kill(process, 0) == 0;

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
