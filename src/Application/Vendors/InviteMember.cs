using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Identity;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <param name="ByName">What the mail calls who invites.</param>
public sealed record InviteMember(VendorId Vendor, UserId By, string ByName, InviteMemberRequest Request);

/// <param name="Again">False withdraws it.</param>
public sealed record ChangeInvitation(VendorId Vendor, UserId By, string ByName, InvitationId Invitation, bool Again);

public sealed class InviteMemberRequestValidator : AbstractValidator<InviteMemberRequest>
{
    public InviteMemberRequestValidator()
    {
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(Vendor.EmailMaxLength);
        RuleFor(r => r.Role).Must(TeamRules.IsRole).WithMessage(TeamRules.RolesInWords);
    }
}

/// <summary>Invites by mail. Whether the address has an account is not asked, so that nobody can find it out here.</summary>
public sealed class InviteMemberHandler(IMarketplaceDb db, ITeamLocks locks, IUserDirectory directory, Notifier notifier, AuditTrail audit, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(InviteMember command, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await locks.LockAsync(command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        var now = clock.GetUtcNow();
        var email = Invitation.Normal(command.Request.Email);
        var open = await db.Invitations.OpenOf(vendor.Id).ToListAsync(ct);
        if (open.Find(i => i.Email == email) is { } earlier)
        {
            if (earlier.IsOpenAt(now))
            {
                return TeamErrors.AlreadyInvited;
            }

            earlier.Expire(now);
            await db.SaveChangesAsync(ct); // before the new one: there is one open invitation for an address
        }

        // The team's own addresses are known to who may invite; others are not looked up.
        if ((await directory.FindAsync([.. vendor.Members.Select(m => m.UserId)], ct)).Any(p => p.Email is { } theirs && Invitation.Normal(theirs) == email))
        {
            return TeamErrors.AlreadyMember;
        }

        if (open.Count(i => i.IsOpenAt(now)) >= Invitation.MaxOpen || await IsTooOftenAsync(vendor.Id, now, ct))
        {
            return TeamErrors.TooManyInvitations;
        }

        var key = Secrets.NewToken();
        var sent = Invitation.Send(vendor, command.By, email, VendorRole.FromWire(command.Request.Role)!.Value, Secrets.Hash(key)!, now);
        if (!sent.IsSuccess)
        {
            return sent.Error;
        }

        db.Invitations.Add(sent.Value.Invitation);
        audit.Note(sent.Value.Record.Note);
        await MailAsync(sent.Value.Invitation, vendor, command.ByName, key, ct);
        await db.SaveChangesAsync(ct);
        return new Done();
    }, ct);

    public Task<Result<Done>> HandleAsync(ChangeInvitation command, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await locks.LockAsync(command.Vendor, ct) is not { } vendor || vendor.MemberOf(command.By) is not { } actor
            || await db.Invitations.SingleOrDefaultAsync(i => i.Id == command.Invitation && i.VendorId == command.Vendor, ct) is not { } invitation)
        {
            return TeamErrors.InvitationNotFound;
        }

        var (now, key) = (clock.GetUtcNow(), Secrets.NewToken());
        if (command.Again && await IsTooOftenAsync(vendor.Id, now, ct))
        {
            return TeamErrors.TooManyInvitations;
        }

        var changed = command.Again ? invitation.SendAgain(actor, Secrets.Hash(key)!, now) : invitation.Withdraw(actor, now);
        if (!changed.IsSuccess)
        {
            return changed.Error;
        }

        audit.Note(changed.Value.Note);
        if (command.Again)
        {
            await MailAsync(invitation, vendor, command.ByName, key, ct);
        }

        await db.SaveChangesAsync(ct);
        return new Done();
    }, ct);

    private async Task<bool> IsTooOftenAsync(VendorId vendor, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        string[] mailed = [TeamRecord.ActionOf(TeamAct.Invited), TeamRecord.ActionOf(TeamAct.SentAgain)];
        return await db.AuditEntries.CountAsync(e => e.VendorId == vendor && e.At > since && mailed.Contains(e.Action), ct) >= Invitation.MaxSentADay;
    }

    private Task MailAsync(Invitation invitation, Vendor vendor, string by, string key, CancellationToken ct) => notifier.MailAsync(
        "team-invitation",
        $"{invitation.Id.Value}:{invitation.SentAt.UtcTicks}",
        invitation.Email,
        new()
        {
            ["shop"] = vendor.Name,
            ["by"] = by,
            ["role"] = RoleWords.Of(invitation.Role),
            ["does"] = RoleWords.Does(invitation.Role),
            ["until"] = notifier.Day(invitation.ExpiresAt),
            ["link"] = notifier.PortalUrl($"/invitation?key={Uri.EscapeDataString(key)}"),
        },
        ct);
}
