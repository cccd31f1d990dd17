using System.Globalization;

namespace Marketplace.AppHost;

/// <summary>The folder that holds all that a run leaves behind; one run at a time owns it.</summary>
internal sealed class PrivateData : IDisposable
{
    private const long Needed = 1L << 30;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private PrivateData(string folder, FileStream held) => (Folder, _lock) = (folder, held);

    public string Folder { get; }

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Logs => Path.Combine(Folder, "logs");

    public string Media => Path.Combine(Folder, "media");

    public string Mail => Path.Combine(Folder, "mail");

    public string SecretsFile => Path.Combine(Folder, "secrets.json");

    public string KeyCertificate => Path.Combine(Folder, "data-protection.pem");

    /// <summary>Holds the names of the databases whose demo is complete.</summary>
    public string DemoMarker => Path.Combine(Folder, "demo-loaded");

    public static PrivateData Open(string folder, bool isFresh)
    {
        try
        {
            Make(folder);
            var data = new PrivateData(folder, Hold(folder));
            if (isFresh)
            {
                data.Clear();
            }

            data.CheckSpace();
            Make(data.Logs);
            return data;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException($"{folder} cannot be written: make it yours, or name another folder with --data.");
        }
    }

    /// <summary>A file that nobody else may read.</summary>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    public void Dispose() => _lock.Dispose();

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException($"Another run uses {folder}: end it first, or give this one a folder and ports of its own with --data and --ports.");
        }
    }

    private void Clear()
    {
        foreach (var entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos().Where(e => e.FullName != _lock.Name))
        {
            if (entry is DirectoryInfo { LinkTarget: null } directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private void CheckSpace()
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < Needed)
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"The disk of {Folder} has {free >> 20} MB left and the marketplace needs {Needed >> 20} MB: make room, or name another folder with --data."));
        }
    }
}
