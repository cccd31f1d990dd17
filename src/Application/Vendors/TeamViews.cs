using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
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
        var all = db.TeamRecords.AsNoTracking().Where(r => r.VendorId == id);
        var records = await all.OrderByDescending(r => r.At).ThenByDescending(r => r.Id)
            .Slice(slice, r => r.At, r => r.Id, TeamRecordId.From).ToListAsync(ct);
        var people = await directory.NamesOfAsync([.. records.Select(r => r.By), .. records.Select(r => r.UserId).OfType<UserId>()], ct);
        var page = slice.Page(records, await all.CountAsync(ct), r => new(r.At, r.Id.Value));
        return new(
            [
                .. page.Items.Select(r => new TeamHistoryEntry(
                    r.Act.ToWire(), people.NameOf(r.By), r.Email ?? (r.UserId is { } user ? people.NameOf(user) : ""), r.Before?.ToWire(), r.After?.ToWire(), r.At)),
            ],
            page.Total, page.Number, page.Size, page.Next);
    }
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
