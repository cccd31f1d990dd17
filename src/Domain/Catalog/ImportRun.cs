using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Catalog;

public readonly record struct ImportRunId(Guid Value) : IId<ImportRunId>
{
    public static ImportRunId From(Guid value) => new(value);
}

public enum ImportState
{
    Running,
    Done,
    Failed,
}

public enum ImportFormat
{
    Marketplace,
    Vendure,
}

/// <param name="Line">Line of the file, the heading being line 1.</param>
public sealed record ImportNote(int Line, string? Column, string Message);

/// <summary>A file of products on its way into a shop. Its worker shows from time to time that it lives.</summary>
public sealed class ImportRun
{
    public const int FileNameMaxLength = 200;
    public const int WhoMaxLength = 200;

    /// <summary>More than anybody reads; what is beyond is only counted.</summary>
    public const int MaxNotes = 500;

    private ImportRun() { } // EF Core

    public ImportRunId Id { get; private init; }
    public VendorId VendorId { get; private init; }
    public string FileName { get; private init; } = "";
    public ImportFormat Format { get; private init; }
    public bool IsDryRun { get; private init; }
    public string Who { get; private init; } = "";
    public ImportState State { get; private set; }
    public int RowsRead { get; private set; }
    public int RowsTotal { get; private set; }
    public int Created { get; private set; }
    public int Updated { get; private set; }
    public int Unchanged { get; private set; }
    public IReadOnlyList<ImportNote> Notes { get; private set; } = [];
    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset SeenAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static ImportRun Start(VendorId vendor, string who, string fileName, ImportFormat format, bool isDryRun, DateTimeOffset now) => new()
    {
        Id = ImportRunId.New(),
        VendorId = vendor,
        Who = who.Length > WhoMaxLength ? who[..WhoMaxLength] : who,
        FileName = fileName.Length > FileNameMaxLength ? fileName[..FileNameMaxLength] : fileName,
        Format = format,
        IsDryRun = isDryRun,
        StartedAt = now,
        SeenAt = now,
    };

    public void Count(int rowsTotal, DateTimeOffset now) => (RowsTotal, SeenAt) = (rowsTotal, now);

    public void Advance(int rows, int created, int updated, int unchanged, IReadOnlyCollection<ImportNote> notes, DateTimeOffset now)
    {
        (RowsRead, Created, Updated, Unchanged, SeenAt) = (RowsRead + rows, Created + created, Updated + updated, Unchanged + unchanged, now);
        Note(notes);
    }

    public void End(DateTimeOffset now)
    {
        if (State == ImportState.Running)
        {
            (State, EndedAt, SeenAt) = (ImportState.Done, now, now);
        }
    }

    /// <summary>What was imported before stays; the next import of the same file goes on from there.</summary>
    public void Fail(int line, string why, DateTimeOffset now)
    {
        if (State == ImportState.Running)
        {
            (State, EndedAt, SeenAt) = (ImportState.Failed, now, now);
            Notes = [new(line, null, why), .. Notes.Take(MaxNotes - 1)];
        }
    }

    private void Note(IReadOnlyCollection<ImportNote> notes)
    {
        if (notes.Count > 0 && Notes.Count < MaxNotes)
        {
            Notes = [.. Notes.Concat(notes).Take(MaxNotes)];
        }
    }
}
