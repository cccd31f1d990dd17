using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <param name="Key">From the mail.</param>
public sealed record AnswerInvitation(UserId User, string Key, bool Accept);

public sealed class InvitationKeyRequestValidator : AbstractValidator<InvitationKeyRequest>
{
    public InvitationKeyRequestValidator() => RuleFor(r => r.Key).NotEmpty().MaximumLength(200);
}

/// <summary>
/// The signed-in person's invitations. The key of the mail and an account with its confirmed address belong together: neither opens
/// anything without the other, and what is for somebody else looks like what does not exist.
/// </summary>
public sealed class AnswerInvitationHandler(IMarketplaceDb db, ITeamLocks locks, IUserDirectory directory, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<IReadOnlyList<MyInvitation>> ListAsync(UserId user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await directory.ConfirmedAddressOfAsync(user, ct) is { } address
            ? await ShowAsync(db.Invitations.Where(i => i.Email == address && i.State == InvitationState.Open && i.ExpiresAt > now), ct)
            : [];
    }

    public async Task<Result<MyInvitation>> LookAtAsync(UserId user, string key, CancellationToken ct)
    {
        var found = await FindAsync(user, key, ct);
        return found.IsSuccess
            ? found.Value.Check(clock.GetUtcNow()) is { } over ? over : (await ShowAsync(db.Invitations.Where(i => i.Id == found.Value.Id), ct))[0]
            : found.Error;
    }

    public Task<Result<MyInvitation>> HandleAsync(AnswerInvitation command, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        var found = await FindAsync(command.User, command.Key, ct);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        if (await locks.LockAsync(found.Value.VendorId, ct) is not { } vendor)
        {
            return TeamErrors.InvitationNotFound;
        }

        // Read again behind the lock: it may have been answered or withdrawn while we waited, or its key have been replaced.
        var hash = Secrets.Hash(command.Key)!;
        if (await db.Invitations.SingleOrDefaultAsync(i => i.KeyHash == hash, ct) is not { } invitation)
        {
            return TeamErrors.InvitationNotFound;
        }

        var now = clock.GetUtcNow();
        var answered = command.Accept ? invitation.Accept(vendor, command.User, now) : invitation.Decline(command.User, now);
        if (!answered.IsSuccess)
        {
            return answered.Error;
        }

        audit.Note(answered.Value.Note);
        await db.SaveChangesAsync(ct);
        Result<MyInvitation> told = (await ShowAsync(db.Invitations.Where(i => i.Id == invitation.Id), ct))[0];
        return told;
    }, ct);

    private async Task<Result<Invitation>> FindAsync(UserId user, string key, CancellationToken ct)
    {
        if (await directory.ConfirmedAddressOfAsync(user, ct) is not { } address)
        {
            return TeamErrors.AddressNotConfirmed; // whatever the key is
        }

        var hash = Secrets.Hash(key)!;
        return await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.KeyHash == hash && i.Email == address, ct) is { } found
            ? found
            : TeamErrors.InvitationNotFound;
    }

    private async Task<IReadOnlyList<MyInvitation>> ShowAsync(IQueryable<Invitation> invitations, CancellationToken ct)
    {
        var rows = await (
            from invitation in invitations.AsNoTracking()
            join vendor in db.Vendors on invitation.VendorId equals vendor.Id
            orderby invitation.SentAt descending, invitation.Id
            select new { invitation.Id, invitation.VendorId, vendor.Name, vendor.Hue, invitation.Role, invitation.InvitedBy, invitation.ExpiresAt }).Take(50).ToListAsync(ct);
        var people = await directory.NamesOfAsync(rows.Select(r => r.InvitedBy), ct);
        return [.. rows.Select(r => new MyInvitation(r.Id.Value, r.VendorId.Value, r.Name, r.Hue, r.Role.ToWire(), people.NameOf(r.InvitedBy), r.ExpiresAt))];
    }
}
