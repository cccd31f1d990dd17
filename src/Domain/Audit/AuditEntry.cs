using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Audit;

public readonly record struct AuditEntryId(Guid Value) : IId<AuditEntryId>
{
    public static AuditEntryId From(Guid value) => new(value);
}

public enum AuditActor
{
    Person,

    /// <summary>A program of a shop; its id is that of its key.</summary>
    ApiKey,

    /// <summary>A worker, or a command on the server itself.</summary>
    Server,
}

/// <param name="ActingFor">In whose place the actor worked, at the support's desk.</param>
/// <param name="Place">The network, without the last part of the address.</param>
public sealed record AuditOrigin(AuditActor Actor, UserId? Id, UserId? ActingFor, string? Place, string? TraceId)
{
    public static AuditOrigin Server { get; } = new(AuditActor.Server, null, null, null, null);
}

/// <summary>What was done, and to what. Texts name nobody but by ids, and hold no secret.</summary>
/// <param name="Vendor">The shop whose affair it is, and whose owners and managers read it.</param>
public sealed record AuditNote(string Action, AuditSubject Subject, VendorId? Vendor = null, string? Before = null, string? After = null, string? Reason = null);

/// <summary>
/// One line in the log of what privileged people did. Added in the transaction of the change and never changed: the database
/// refuses that, and chains each line to the one before by a hash.
/// </summary>
public sealed class AuditEntry
{
    public const int ActionMaxLength = 60;
    public const int SubjectMaxLength = 100;
    public const int TextMaxLength = 2000;
    public const int ReasonMaxLength = 500;
    public const int PlaceMaxLength = 60;
    public const int TraceMaxLength = 64;

    private AuditEntry() { } // EF Core

    public AuditEntryId Id { get; private init; }
    public DateTimeOffset At { get; private init; }
    public AuditActor Actor { get; private init; }
    public UserId? ActorId { get; private init; }
    public UserId? ActingForId { get; private init; }
    public VendorId? VendorId { get; private init; }
    public string Action { get; private init; } = "";
    public string SubjectKind { get; private init; } = "";
    public string SubjectId { get; private init; } = "";
    public string? Before { get; private init; }
    public string? After { get; private init; }
    public string? Reason { get; private init; }
    public string? Place { get; private init; }
    public string? TraceId { get; private init; }

    public static AuditEntry Of(AuditNote note, AuditOrigin origin, DateTimeOffset now) => new()
    {
        Id = AuditEntryId.New(),
        At = now,
        Actor = origin.Actor,
        ActorId = origin.Id,
        ActingForId = origin.ActingFor,
        VendorId = note.Vendor,
        Action = note.Action,
        SubjectKind = note.Subject.Kind,
        SubjectId = note.Subject.Id,
        Before = Cut(note.Before, TextMaxLength),
        After = Cut(note.After, TextMaxLength),
        Reason = Cut(note.Reason?.Trim(), ReasonMaxLength),
        Place = Cut(origin.Place, PlaceMaxLength),
        TraceId = Cut(origin.TraceId, TraceMaxLength),
    };

    private static string? Cut(string? text, int most) => text is { Length: > 0 } ? text.Length > most ? text[..(most - 1)] + "…" : text : null;
}
