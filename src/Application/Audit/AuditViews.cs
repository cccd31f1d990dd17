using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Audit;

/// <param name="Who">The number of an account, or a part of what it is found by.</param>
public sealed record AuditFilter(string? Who, string? What, string? SubjectId, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>The audit log, newest first: all of it for administrators, and for the people of a shop what concerns it.</summary>
public sealed class AuditViews(IMarketplaceDb db, IUserDirectory directory, AuditNames names) : IUseCasePart
{
    private const int MostPeople = 50;

    /// <param name="shop">Null for administrators.</param>
    public async Task<Page<AuditItem>> ListAsync(VendorId? shop, AuditFilter filter, ListSlice slice, CancellationToken ct)
    {
        var all = await FilteredAsync(shop, filter, ct);
        var found = await all.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Slice(slice, e => e.At, e => e.Id, AuditEntryId.From).ToListAsync(ct);
        var page = slice.Page(found, await all.CountAsync(ct), e => new(e.At, e.Id.Value));
        return new(await names.ShowAsync(page.Items, shop is not null, ct), page.Total, page.Number, page.Size, page.Next);
    }

    /// <summary>The same for the other kind of list: in parts, as long as there are any.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<AuditItem>> AllAsync(VendorId? shop, AuditFilter filter, int size, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var all = await FilteredAsync(shop, filter, ct);
        ListPlace? after = null;
        for (var told = 0; told < most; told += size)
        {
            var part = await all.Slice(new("", null, size, after), e => e.At, e => e.Id, AuditEntryId.From).ToListAsync(ct);
            yield return await names.ShowAsync([.. part.Take(size)], shop is not null, ct);
            if (part.Count <= size)
            {
                yield break;
            }

            after = new(part[size - 1].At, part[size - 1].Id.Value);
        }
    }

    private async Task<IQueryable<AuditEntry>> FilteredAsync(VendorId? shop, AuditFilter filter, CancellationToken ct)
    {
        var (all, from, until) = (db.AuditEntries.AsNoTracking(), filter.From, filter.Until);
        all = shop is null ? all : all.Where(e => e.VendorId == shop);
        all = filter.What is { Length: > 0 } what ? all.Where(e => e.SubjectKind == what) : all;
        all = filter.SubjectId is { Length: > 0 } subject ? all.Where(e => e.SubjectId == subject) : all;
        all = from is null ? all : all.Where(e => e.At >= from);
        all = until is null ? all : all.Where(e => e.At < until);
        if (filter.Who?.Trim() is { Length: > 0 } who)
        {
            UserId?[] people = [.. await PeopleAsync(shop, who, ct)];
            all = all.Where(e => people.Contains(e.ActorId) || people.Contains(e.ActingForId));
        }

        return all;
    }

    /// <summary>The people of a shop look only among themselves: by anybody else's number they could find out which administrator it was.</summary>
    private async Task<IEnumerable<UserId?>> PeopleAsync(VendorId? shop, string who, CancellationToken ct)
    {
        UserId? named = Guid.TryParse(who, out var id) ? UserId.From(id) : null;
        if (shop is null)
        {
            return named is not null ? [named] : (await directory.SearchAsync(new(who, null, null), new("", 1, MostPeople, null), ct)).Items.Select(p => (UserId?)UserId.From(p.Id));
        }

        var members = await db.Set<VendorMember>().Where(m => m.VendorId == shop).Select(m => m.UserId).ToListAsync(ct);
        return (await directory.FindAsync(members, ct)).Where(p => p.Id == named || p.Name.Contains(who, StringComparison.OrdinalIgnoreCase)).Select(p => (UserId?)p.Id);
    }
}
