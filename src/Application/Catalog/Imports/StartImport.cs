using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>Runs imports one after another, in the background.</summary>
public interface IImports
{
    /// <param name="origin">Whose word it is done at; prices that change are noted as theirs.</param>
    /// <returns>False when too many wait already.</returns>
    bool TryAdd(ImportRunId run, string path, AuditOrigin origin);
}

/// <param name="Path">Where the uploaded file lies; whoever runs the import deletes it.</param>
public sealed record StartImport(VendorId Vendor, string Who, string FileName, string? Format, bool IsDryRun, string Path);

public sealed class StartImportHandler(IMarketplaceDb db, IImports queue, Origin origin, TimeProvider clock) : IHandler
{
    public static Error UnknownFormat { get; } = new(ErrorKind.Invalid, "import.format_unknown", "The format is marketplace or vendure.", "format");
    public static Error NoFile { get; } = new(ErrorKind.Invalid, "import.file_missing", "Send a CSV file, or a ZIP of one with its pictures, as the form's file.", "file");
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "import.not_found", "There is no such import.");
    public static Error AlreadyRunning { get; } = new(ErrorKind.Conflict, "import.running", "Another import of your shop is running. Wait until it has ended.");
    public static Error Busy { get; } = new(ErrorKind.Conflict, "import.busy", "Many shops import at this moment. Try again in a few minutes.");

    public async Task<Result<ImportJob>> HandleAsync(StartImport command, CancellationToken ct)
    {
        if (!Enum.TryParse<ImportFormat>(command.Format ?? nameof(ImportFormat.Marketplace), ignoreCase: true, out var format) || !Enum.IsDefined(format))
        {
            return UnknownFormat;
        }

        if (await db.Set<ImportRun>().AnyAsync(r => r.VendorId == command.Vendor && r.State == ImportState.Running, ct))
        {
            return AlreadyRunning;
        }

        var run = ImportRun.Start(command.Vendor, command.Who, System.IO.Path.GetFileName(command.FileName), format, command.IsDryRun, clock.GetUtcNow());
        db.Set<ImportRun>().Add(run);
        await db.SaveChangesAsync(ct);
        if (queue.TryAdd(run.Id, command.Path, origin.Value))
        {
            return run.ToDto();
        }

        run.Fail(1, Busy.Message, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Busy;
    }

    public async Task<Result<ImportJob>> GetAsync(VendorId vendor, ImportRunId id, CancellationToken ct) =>
        await db.Set<ImportRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.VendorId == vendor, ct) is { } run ? run.ToDto() : NotFound;
}

internal static class ImportWire
{
    extension(ImportRun run)
    {
        public ImportJob ToDto() => new(
            run.Id.Value, run.FileName, run.Format.ToString().ToLowerInvariant(), run.IsDryRun, run.State.ToWire(), run.RowsRead, run.RowsTotal, run.Created, run.Updated, run.Unchanged,
            [.. run.Notes.Select(n => new ImportRowError(n.Line, n.Column, n.Message))], run.StartedAt, run.EndedAt);
    }
}
