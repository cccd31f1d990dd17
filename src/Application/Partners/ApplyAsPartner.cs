using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Partners;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

public sealed record ApplyAsPartner(UserId User, PartnerApplicationRequest Request);

/// <summary>Nothing is missing; everything else is the application's own rule.</summary>
public sealed class PartnerApplicationRequestValidator : AbstractValidator<PartnerApplicationRequest>
{
    public PartnerApplicationRequestValidator()
    {
        RuleFor(r => r.Role).NotNull().Must(word => PartnerRole.FromWire(word) is not null).WithMessage("RIDER, RESELLER or INFLUENCER.");
        RuleFor(r => r.Name).NotEmpty();
        RuleFor(r => r.Pitch).NotEmpty();
        RuleFor(r => r.Links).NotNull().Must(links => links is { Count: <= 2 * PartnerLinks.Most }).WithMessage($"At most {PartnerLinks.Most} addresses.");
        RuleForEach(r => r.Links).NotNull();
    }
}

public sealed class ApplyAsPartnerHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<PartnerApplicationId>> HandleAsync(ApplyAsPartner command, CancellationToken ct)
    {
        var (user, request, now) = (command.User, command.Request, clock.GetUtcNow());
        var role = PartnerRole.FromWire(request.Role)!.Value;
        if (await db.HasRoleAsync(user, role, ct))
        {
            return PartnerErrors.HasRole;
        }

        var mine = db.PartnerApplications.OwnedBy(user);
        if (await mine.Of(role, PartnerApplicationState.Submitted).AnyAsync(ct))
        {
            return PartnerErrors.Waiting;
        }

        var since = now - PartnerApplication.Patience;
        if (await mine.Of(role, null).CountAsync(a => a.SubmittedAt > since, ct) >= PartnerErrors.Most)
        {
            return PartnerErrors.TooMany;
        }

        var submitted = PartnerApplication.Submit(user, new(role, request.Name, request.Pitch, request.Phone, request.Vehicle, request.Links), now);
        if (!submitted.IsSuccess)
        {
            return submitted.Error;
        }

        db.PartnerApplications.Add(submitted.Value);
        await db.SaveChangesAsync(ct); // twice at once: the index knows which was first
        return submitted.Value.Id;
    }
}
