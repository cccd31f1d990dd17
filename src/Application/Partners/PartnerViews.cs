using Marketplace.Application.Deliveries;
using Marketplace.Application.Identity;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Partners;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

/// <summary>Applications and public pages as their people, administrators and everybody see them.</summary>
public sealed class PartnerViews(IMarketplaceDb db, IUserDirectory directory, MediaUrls media) : IHandler
{
    private const int MostEarlier = 20;

    public async Task<Page<PartnerApplicationDto>> MineAsync(UserId user, string? role, ListSlice slice, CancellationToken ct)
    {
        var found = db.PartnerApplications.AsNoTracking().OwnedBy(user).Of(PartnerRole.FromWire(role), null);
        var rows = await NewestFirst(found, slice).ToListAsync(ct);
        return slice.Page([.. rows.Select(Show)], await found.CountAsync(ct), a => new(a.SubmittedAt, a.Id));
    }

    public async Task<Result<PartnerApplicationDto>> MineAsync(UserId user, PartnerApplicationId id, CancellationToken ct) =>
        await db.PartnerApplications.AsNoTracking().OwnedBy(user).SingleOrDefaultAsync(a => a.Id == id, ct) is { } application ? Show(application) : PartnerErrors.ApplicationNotFound;

    public async Task<Page<PartnerApplicationItem>> ListAsync(string? role, string? state, ListSlice slice, CancellationToken ct)
    {
        var found = db.PartnerApplications.AsNoTracking().Of(PartnerRole.FromWire(role), PartnerApplicationState.FromWire(state));
        var rows = await NewestFirst(found, slice).ToListAsync(ct);
        var people = await directory.NamesOfAsync(rows.Select(a => a.UserId), ct);
        return slice.Page([.. rows.Select(a => Item(a, people))], await found.CountAsync(ct), a => new(a.SubmittedAt, a.Id));
    }

    public async Task<Result<PartnerApplicationDetails>> ShowAsync(PartnerApplicationId id, IReadOnlySet<AdminRight> rights, CancellationToken ct)
    {
        if (await db.PartnerApplications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } application)
        {
            return PartnerErrors.ApplicationNotFound;
        }

        var (user, role) = (application.UserId, application.Role);
        var earlier = await db.PartnerApplications.AsNoTracking().OwnedBy(user).Of(role, null).Where(a => a.Id != id)
            .OrderByDescending(a => a.SubmittedAt).ThenByDescending(a => a.Id).Take(MostEarlier).ToListAsync(ct);
        var page = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user && p.Role == role, ct);
        RiderId? rider = role == PartnerRole.Rider ? await db.Riders.Where(r => r.UserId == user).Select(r => (RiderId?)r.Id).SingleOrDefaultAsync(ct) : null;
        var people = await directory.NamesOfAsync([user, .. application.DecidedBy is { } by ? (UserId[])[by] : []], ct);
        return new PartnerApplicationDetails(
            Show(application), user.Value, people.NameOf(user), people.GetValueOrDefault(user)?.Email, application.DecidedBy is { } decider ? people.NameOf(decider) : null,
            [.. earlier.Select(a => Item(a, people))], page is null ? null : await ShowAsync(page, ct), rider?.Value,
            rights.Contains(AdminRight.JudgePartners) && rights.Contains(role.JudgedWith));
    }

    public async Task<IReadOnlyList<PartnerDto>> PagesOfAsync(UserId user, CancellationToken ct)
    {
        List<PartnerDto> shown = [];
        foreach (var partner in await db.Partners.AsNoTracking().Where(p => p.UserId == user).OrderBy(p => p.OpenedAt).ThenBy(p => p.Id).ToListAsync(ct))
        {
            shown.Add(await ShowAsync(partner, ct));
        }

        return shown;
    }

    public async Task<Result<PartnerDto>> PageOfAsync(UserId user, PartnerId id, CancellationToken ct) =>
        await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.UserId == user, ct) is { } partner ? await ShowAsync(partner, ct) : PartnerErrors.NotFound;

    /// <summary>Nobody's, while it is closed or the account behind it is suspended.</summary>
    public async Task<Result<PartnerPageDto>> PublicAsync(PartnerRole role, string slug, CancellationToken ct)
    {
        if (await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Role == role && p.Slug == slug && p.ClosedBecause == null, ct) is not { } partner
            || await directory.IsSuspendedAsync(partner.UserId, ct))
        {
            return PartnerErrors.NotFound;
        }

        var (username, photo) = await FaceAsync(partner.UserId, ct);
        var follows = db.Set<PersonFollow>();
        var followers = username is null ? 0 : await follows.CountAsync(f => f.FollowedId == partner.UserId, ct);
        return new PartnerPageDto(role.ToWire(), partner.Slug, partner.Name, partner.Bio, media.Image(photo, partner.Name), partner.Links, partner.OpenedAt, username, followers);
    }

    /// <summary>What everybody may see of the person's profile.</summary>
    private async Task<(string? Username, MediaId? Photo)> FaceAsync(UserId user, CancellationToken ct)
    {
        var face = await db.Profiles.Where(p => p.UserId == user && p.Username != null && p.ShownTo == Audience.Everyone).Select(p => new { p.Username, p.PhotoId }).SingleOrDefaultAsync(ct);
        return (face?.Username, face?.PhotoId);
    }

    private async Task<PartnerDto> ShowAsync(Partner p, CancellationToken ct) =>
        new(p.Id.Value, p.Role.ToWire(), p.Slug, p.Name, p.Bio, p.Links, p.OpenedAt, p.ClosedBecause, (await FaceAsync(p.UserId, ct)).Username, p.Revision);

    private static IQueryable<PartnerApplication> NewestFirst(IQueryable<PartnerApplication> found, ListSlice slice) =>
        found.OrderByDescending(a => a.SubmittedAt).ThenByDescending(a => a.Id).Slice(slice, a => a.SubmittedAt, a => a.Id, PartnerApplicationId.From);

    private static PartnerApplicationDto Show(PartnerApplication a) => new(
        a.Id.Value, a.Role.ToWire(), a.State.ToWire(), a.Name, a.Pitch, a.Phone, a.Vehicle, a.Links, a.SubmittedAt, a.EndedAt, a.Reason, a.Revision);

    private static PartnerApplicationItem Item(PartnerApplication a, IReadOnlyDictionary<UserId, Person> people) =>
        new(a.Id.Value, a.UserId.Value, people.NameOf(a.UserId), a.Role.ToWire(), a.State.ToWire(), a.Name, a.SubmittedAt, a.EndedAt);
}
