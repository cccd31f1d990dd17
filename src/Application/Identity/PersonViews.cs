using Marketplace.Application.Legal;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>A person as administrators see them: what they are here, how their account opens, and what was done to it.</summary>
public sealed class PersonViews(IMarketplaceDb db, IUserDirectory directory, IAccountAdministration accounts, MediaUrls media) : IHandler
{
    public async Task<Result<PersonDetails>> ShowAsync(UserId user, CancellationToken ct)
    {
        if (await directory.ShowAsync(user, ct) is not { } person || await accounts.FindAsync(user, ct) is not { } account)
        {
            return PeopleErrors.NotFound;
        }

        var (members, riders) = (db.VendorMembers, db.Set<Rider>());
        var shops = await (
            from member in members
            join vendor in db.Vendors on member.VendorId equals vendor.Id
            where member.UserId == user
            orderby vendor.Name, vendor.Id
            select new { vendor.Id, vendor.Name, vendor.Hue, vendor.State, member.Role }).ToListAsync(ct);
        var rider = await riders.Where(r => r.UserId == user).Select(r => new { r.IsActive }).FirstOrDefaultAsync(ct);
        var photo = await db.Profiles.Where(p => p.UserId == user).Select(p => p.PhotoId).SingleOrDefaultAsync(ct);
        var due = await db.Set<AccountDeletion>().Where(d => d.UserId == user && d.State == DeletionState.Asked).Select(d => (DateTimeOffset?)d.DueAt).SingleOrDefaultAsync(ct);
        var marketing = await db.Set<MarketingConsent>().Where(c => c.UserId == user).Select(c => new PersonMarketing(c.IsGiven, c.ChangedAt)).SingleOrDefaultAsync(ct);
        return new PersonDetails(
            person, account.EmailConfirmed, account.HasPassword, account.Passkeys, account.HasSecondFactor, account.SignIns, account.SuspendedAt, account.SuspendedBecause,
            account.PasswordRequiredSince, [.. shops.Select(s => new PersonShop(s.Id.Value, s.Name, s.Hue, s.State.ToWire(), s.Role.ToWire()))], rider?.IsActive,
            [.. account.Changes.Select(c => new AccountChange(c.Action, c.ActorName, c.Detail, c.At))], await db.AgreementsOfAsync(user, ct), marketing,
            media.Image(photo, person.Name), account.InvitedUntil, due);
    }
}
