using System.Globalization;
using System.Text;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Audit;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Audit;

/// <summary>Writes what a filter finds in the audit log as CSV, newest first, in which no text is a formula.</summary>
public sealed class ExportAuditHandler(AuditViews views) : IHandler
{
    private const int PartSize = 500;
    private const int Most = 100_000;

    private static readonly string[] Heading =
        ["at", "actor", "actor_id", "actor_name", "acting_for_id", "acting_for_name", "action", "subject", "subject_id", "subject_name", "before", "after", "reason", "place", "trace_id"];

    /// <param name="shop">Null for administrators.</param>
    public async Task HandleAsync(VendorId? shop, AuditFilter filter, Stream to, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(CsvText.Row(Heading).AsMemory(), ct);
        await foreach (var part in views.AllAsync(shop, filter, PartSize, Most, ct))
        {
            foreach (var item in part)
            {
                await writer.WriteLineAsync(CsvText.Row(Fields(item)).AsMemory(), ct);
            }
        }
    }

    private static IEnumerable<string> Fields(AuditItem i) => ((string?[])
        [
            i.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), i.Actor, i.ActorId?.ToString(), i.ActorName, i.ActingForId?.ToString(), i.ActingForName,
            i.Action, i.SubjectKind, i.SubjectId, i.SubjectName, i.Before, i.After, i.Reason, i.Place, i.TraceId,
        ]).Select(field => CsvText.Harmless(field ?? ""));
}
