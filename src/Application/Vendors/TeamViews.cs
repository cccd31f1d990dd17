using Marketplace.Application.Audit;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <summary>Who works for a shop, who is invited, and what happened to the team. Addresses only for those who manage it.</summary>
public sealed class TeamViews(IMarketplaceDb db, IUserDirectory directory, TimeProvider clock) : IHandler
{
    public async Task<Result<VendorTeam>> ShowAsync(VendorId id, UserId me, CancellationToken ct)
    {
        var members = await db.VendorMembers.AsNoTracking().Where(m => m.VendorId == id).ToListAsync(ct);
        if (members.Find(m => m.UserId == me) is not { Role: var mine })
        {
            return VendorErrors.NotFound; // left a moment ago
        }

        var manages = mine.May(VendorRight.ManageTeam);
        var invitations = manages ? await db.Invitations.AsNoTracking().OpenOf(id).OrderByDescending(i => i.SentAt).ThenBy(i => i.Id).ToListAsync(ct) : [];
        var people = await directory.NamesOfAsync([.. members.Select(m => m.UserId), .. invitations.Select(i => i.InvitedBy)], ct);
        var now = clock.GetUtcNow();
        return new VendorTeam(
            [
                .. members.OrderBy(m => m.Role).ThenBy(m => m.JoinedAt).ThenBy(m => m.UserId.Value).Select(m => new TeamMember(
                    m.UserId.Value, people.NameOf(m.UserId), manages && people.GetValueOrDefault(m.UserId)?.Email is { Length: > 0 } address ? address : null, m.Role.ToWire(), m.JoinedAt,
                    m.UserId == me, mine.MayGive(m.Role))),
            ],
            [.. invitations.Select(i => new TeamInvitation(i.Id.Value, i.Email, i.Role.ToWire(), people.NameOf(i.InvitedBy), i.SentAt, i.ExpiresAt, !i.IsOpenAt(now), mine.MayGive(i.Role)))],
            [.. Enum.GetValues<VendorRole>().Where(r => mine.MayGive(r)).Select(r => r.ToWire())]);
    }

    public async Task<Page<TeamHistoryEntry>> HistoryAsync(VendorId id, ListSlice slice, CancellationToken ct)
    {
        var all = db.AuditEntries.AsNoTracking().Where(e => e.VendorId == id && e.Action.StartsWith(TeamRecord.ActionStart));
        var entries = await all.OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Slice(slice, e => e.At, e => e.Id, AuditEntryId.From).ToListAsync(ct);
        var people = await directory.NamesOfAsync([.. entries.Select(e => e.ActorId).OfType<UserId>(), .. entries.Select(MemberOf).OfType<UserId>()], ct);
        InvitationId[] invited = [.. entries.Select(InvitationOf).OfType<InvitationId>()];
        var addresses = await db.Invitations.AsNoTracking().Where(i => invited.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Email, ct);
        var page = slice.Page(entries, await all.CountAsync(ct), e => new(e.At, e.Id.Value));
        return new(
            [
                .. page.Items.Select(e => new TeamHistoryEntry(
                    Enum.Parse<TeamAct>(e.Action[TeamRecord.ActionStart.Length..]).ToWire(), e.ActorId is { } by ? people.NameOf(by) : "",
                    MemberOf(e) is { } member ? people.NameOf(member) : addresses.GetValueOrDefault(InvitationOf(e)!.Value, "An address that is gone"), Role(e.Before), Role(e.After), e.At)),
            ],
            page.Total, page.Number, page.Size, page.Next);
    }

    private static UserId? MemberOf(AuditEntry entry) => entry.SubjectKind == AuditSubject.MemberKind ? UserId.From(Guid.Parse(entry.SubjectId)) : null;

    private static InvitationId? InvitationOf(AuditEntry entry) => entry.SubjectKind == AuditSubject.InvitationKind ? InvitationId.From(Guid.Parse(entry.SubjectId)) : null;

    private static string? Role(string? name) => name is null ? null : Enum.Parse<VendorRole>(name).ToWire();
}

internal static class TeamNames
{
    extension(IUserDirectory directory)
    {
        public async Task<IReadOnlyDictionary<UserId, Person>> NamesOfAsync(IEnumerable<UserId> ids, CancellationToken ct) =>
            (await directory.FindAsync([.. ids.Distinct()], ct)).ToDictionary(p => p.Id);
    }

    extension(IReadOnlyDictionary<UserId, Person> people)
    {
        /// <summary>An account can be closed, what it did stays.</summary>
        public string NameOf(UserId user) => people.GetValueOrDefault(user) is { } person ? person.Name is { Length: > 0 } name ? name : person.Email ?? "Somebody without a name" : "Somebody without an account";
    }
}
