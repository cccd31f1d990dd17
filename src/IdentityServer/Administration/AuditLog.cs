using System.Diagnostics;
using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Administration;

/// <param name="Actor">Null for a command on the server itself.</param>
/// <param name="ActingFor">In whose place.</param>
/// <param name="Subject">What it was done to: <c>account</c> or <c>application</c>, and its number.</param>
internal sealed record AuditNote(Guid? Actor, string Action, (string Kind, string Id) Subject, string? Before = null, string? After = null, string? Reason = null, Guid? ActingFor = null);

/// <summary>
/// The marketplace's log of what privileged people did, as far as it is done here. Written in the transaction of the change; the
/// database lets it only grow, and chains it.
/// </summary>
internal sealed class AuditLog(IdentityDb db, IHttpContextAccessor accessor, TimeProvider clock)
{
    private const int TextMaxLength = 2000;

    /// <summary>Where the API asks for somebody, who was there and under which trace: not the API itself.</summary>
    public (string? Place, string? Trace)? Told { get; set; }

    public Task AddAsync(AuditNote note, CancellationToken ct)
    {
        var (id, now, actor) = (Guid.CreateVersion7(), clock.GetUtcNow(), note.Actor is null ? "Server" : "Person");
        var (before, after, (place, trace)) = (Cut(note.Before), Cut(note.After), Told ?? Here());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO audit.entries (id, at, actor, actor_id, acting_for_id, action, subject_kind, subject_id, before, after, reason, place, trace_id)
            VALUES ({id}, {now}, {actor}, {note.Actor}, {note.ActingFor}, {note.Action}, {note.Subject.Kind}, {note.Subject.Id}, {before}, {after}, {note.Reason}, {place}, {trace})
            """, ct);
    }

    private (string? Place, string? Trace) Here() => accessor.HttpContext is { } http
        ? (NetworkName.Of(http.Connection.RemoteIpAddress), Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier)
        : default;

    private static string? Cut(string? text) => text is { Length: > 0 } ? text.Length > TextMaxLength ? text[..(TextMaxLength - 1)] + "…" : text : null;
}
