using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Partners;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

public sealed record SavePartnerPage(UserId User, PartnerId Partner, SavePartnerRequest Request);

/// <summary>Nothing is missing; everything else is the page's own rule.</summary>
public sealed class SavePartnerRequestValidator : AbstractValidator<SavePartnerRequest>
{
    public SavePartnerRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty();
        RuleFor(r => r.Bio).NotNull();
        RuleFor(r => r.Links).NotNull().Must(links => links is { Count: <= 2 * PartnerLinks.Most }).WithMessage($"At most {PartnerLinks.Most} addresses.");
        RuleForEach(r => r.Links).NotNull();
    }
}

public sealed class SavePartnerPageHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(SavePartnerPage command, CancellationToken ct)
    {
        if (await db.Partners.SingleOrDefaultAsync(p => p.Id == command.Partner && p.UserId == command.User, ct) is not { } partner)
        {
            return PartnerErrors.NotFound;
        }

        var saved = partner.Save(command.Request.Name, command.Request.Bio, command.Request.Links, clock.GetUtcNow());
        if (saved.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return saved;
    }
}
