namespace Marketplace.AppHost.Hosts;

/// <summary>A host's log on disk: the newest file and the one before it, so that it never fills the disk.</summary>
internal sealed class LogFile(string path) : IDisposable
{
    private const long MaxLength = 32 << 20;

    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    public string Path => path;

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_writer is null || _writer.BaseStream.Length > MaxLength)
            {
                Turn();
            }

            _writer!.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private void Turn()
    {
        _writer?.Dispose();
        if (File.Exists(path))
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }
}
