using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Deliveries;

/// <summary>The rider that the signed-in person is.</summary>
internal sealed record CurrentRider(RiderId Id)
{
    public static ValueTask<CurrentRider?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Items[typeof(CurrentRider)] as CurrentRider);
}

/// <summary>
/// Met by active riders, and by others while they hold a parcel: they can take no other, but must be able to finish this one. Looked
/// up with every request, so that whoever may no longer ride is out at once.
/// </summary>
internal sealed class RiderRequirement : IAuthorizationRequirement;

internal sealed class RiderRequirementHandler(IMarketplaceDb db) : AuthorizationHandler<RiderRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RiderRequirement requirement)
    {
        if (context.Resource is not HttpContext http || CurrentUser.From(context.User) is not { Id: var user })
        {
            return;
        }

        var rider = await db.RidersLetIn.Where(r => r.UserId == user).Select(r => (RiderId?)r.Id).SingleOrDefaultAsync(http.RequestAborted);
        if (rider is { } id)
        {
            http.Items[typeof(CurrentRider)] = new CurrentRider(id);
            context.Succeed(requirement);
        }
    }
}
