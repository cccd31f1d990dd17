using Marketplace.Application.Audit;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

/// <param name="RejectBecause">Null approves the application; a reason rejects it.</param>
public sealed record JudgePartnerApplication(Administrator By, PartnerApplicationId Application, string? RejectBecause);

/// <summary>Decides, and where the answer is yes makes the person what they asked to be, in the same save.</summary>
public sealed class JudgePartnerApplicationHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(JudgePartnerApplication command, CancellationToken ct)
    {
        var (by, now) = (command.By, clock.GetUtcNow());
        if (await db.PartnerApplications.SingleOrDefaultAsync(a => a.Id == command.Application, ct) is not { } application)
        {
            return PartnerErrors.ApplicationNotFound;
        }

        if (!by.Rights.Contains(application.Role.JudgedWith))
        {
            return PartnerErrors.NotYours;
        }

        var judged = command.RejectBecause is { } reason ? application.Reject(by.Id, reason, now) : application.Approve(by.Id, now);
        if (!judged.IsSuccess)
        {
            return judged.Error;
        }

        if (application.State == PartnerApplicationState.Approved)
        {
            await (application.Role.HasPage ? OpenPageAsync(application, now, ct) : LetRideAsync(application, now, ct));
        }

        await db.SaveChangesAsync(ct);
        return judged;
    }

    /// <summary>Who rode before comes back as the rider that they were, with their deliveries.</summary>
    private async Task LetRideAsync(PartnerApplication application, DateTimeOffset now, CancellationToken ct)
    {
        var user = application.UserId;
        if (await db.Riders.SingleOrDefaultAsync(r => r.UserId == user, ct) is { } rider)
        {
            rider.Save(application.Name, application.Phone!, application.Vehicle, isActive: true, now);
            audit.Note(new("rider.changed", AuditSubject.Rider(rider.Id), After: "active"));
            return;
        }

        db.Riders.Add(rider = Rider.Register(user, application.Name, application.Phone!, application.Vehicle, isActive: true, now));
        audit.Note(new("rider.added", AuditSubject.Rider(rider.Id), After: "active"));
    }

    /// <summary>A page that was closed is the same page again, at the same address.</summary>
    private async Task OpenPageAsync(PartnerApplication application, DateTimeOffset now, CancellationToken ct)
    {
        var (user, role) = (application.UserId, application.Role);
        if (await db.Partners.SingleOrDefaultAsync(p => p.UserId == user && p.Role == role, ct) is { } known)
        {
            known.Reopen(now); // refused when it is open already, which is what is wanted
            return;
        }

        var wanted = Slug.From(application.Name, role.ToWire().ToLowerInvariant());
        var taken = await db.Partners.Where(p => p.Role == role && p.Slug.StartsWith(wanted)).Select(p => p.Slug).ToHashSetAsync(ct);
        db.Partners.Add(Partner.Open(application, Slug.Free(wanted, taken), now));
    }
}
