using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <param name="By">Who changes it.</param>
/// <param name="Request">Null takes the member out of the team.</param>
public sealed record ChangeTeam(VendorId Vendor, UserId By, UserId Member, ChangeMemberRequest? Request);

public sealed class ChangeMemberRequestValidator : AbstractValidator<ChangeMemberRequest>
{
    public ChangeMemberRequestValidator() => RuleFor(r => r.Role).Must(TeamRules.IsRole).WithMessage(TeamRules.RolesInWords);
}

public sealed class ChangeTeamHandler(IMarketplaceDb db, ITeamLocks locks, AuditTrail audit, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(ChangeTeam command, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await locks.LockAsync(command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        var now = clock.GetUtcNow();
        var changed = command.Request is { Role: var role }
            ? vendor.ChangeRole(command.By, command.Member, VendorRole.FromWire(role)!.Value, now)
            : vendor.Remove(command.By, command.Member, now);
        if (!changed.IsSuccess)
        {
            return changed.Error;
        }

        audit.Note(changed.Value.Note);
        if (vendor.MemberOf(command.Member)?.Role.May(VendorRight.ManageTeam) != true)
        {
            await WithdrawThoseOfAsync(command, now, ct);
        }

        await db.SaveChangesAsync(ct);
        return new Done();
    }, ct);

    /// <summary>Otherwise somebody who has to go could leave doors open for themselves.</summary>
    private async Task WithdrawThoseOfAsync(ChangeTeam command, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var invitation in await db.Invitations.OpenOf(command.Vendor).Where(i => i.InvitedBy == command.Member).ToListAsync(ct))
        {
            if (invitation.EndWithItsSender(command.By, now) is { IsSuccess: true } ended)
            {
                audit.Note(ended.Value.Note);
            }
        }
    }
}

internal static class TeamRules
{
    public const string RolesInWords = "The role is OWNER, MANAGER, CATALOGUE, ORDERS, FINANCE or CHAT.";

    public static bool IsRole(string? role) => VendorRoles.All.Contains(role);
}
