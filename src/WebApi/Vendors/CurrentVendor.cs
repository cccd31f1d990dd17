using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Vendors;

/// <summary>The shop that the signed-in person acts for: the one that <c>X-Vendor</c> names, otherwise their first.</summary>
internal sealed record CurrentVendor(VendorId Id, VendorRole Role)
{
    public static ValueTask<CurrentVendor?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Items[typeof(CurrentVendor)] as CurrentVendor);
}

internal static class VendorPolicy
{
    public static void AddVendorPolicy(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, VendorMemberHandler>();
        services.AddAuthorizationBuilder().AddPolicy(Policies.Vendor, policy => policy.RequireUser().AddRequirements(new VendorMemberRequirement()));
    }
}

/// <summary>Met by members of a shop. Looked up with every request, so that a change is felt at once.</summary>
internal sealed class VendorMemberRequirement : IAuthorizationRequirement;

internal sealed class VendorMemberHandler(IMarketplaceDb db) : AuthorizationHandler<VendorMemberRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, VendorMemberRequirement requirement)
    {
        if (context.Resource is not HttpContext http || CurrentUser.From(context.User) is not { Id: var user })
        {
            return;
        }

        var header = http.Request.Headers[ApiHttp.Vendor].ToString();
        var memberships = db.Set<VendorMember>().AsNoTracking().Where(m => m.UserId == user);
        if (header.Length > 0)
        {
            var wanted = VendorId.From(Guid.TryParse(header, out var id) ? id : Guid.Empty);
            memberships = memberships.Where(m => m.VendorId == wanted);
        }

        if (await memberships.OrderBy(m => m.VendorId).FirstOrDefaultAsync(http.RequestAborted) is { } member)
        {
            http.Items[typeof(CurrentVendor)] = new CurrentVendor(member.VendorId, member.Role);
            context.Succeed(requirement);
        }
    }
}
