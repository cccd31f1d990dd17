using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

/// <param name="Because">A reason takes the role away; null gives it back.</param>
public sealed record ClosePartner(Administrator By, PartnerId Partner, string? Because);

public sealed class ClosePartnerHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(ClosePartner command, CancellationToken ct)
    {
        if (await db.Partners.SingleOrDefaultAsync(p => p.Id == command.Partner, ct) is not { } partner)
        {
            return PartnerErrors.NotFound;
        }

        if (!command.By.Rights.Contains(partner.Role.JudgedWith))
        {
            return PartnerErrors.NotYours;
        }

        var changed = command.Because is { } reason ? partner.Close(reason, clock.GetUtcNow()) : partner.Reopen(clock.GetUtcNow());
        if (changed.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return changed;
    }
}
