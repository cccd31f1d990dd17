using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Vendors;

/// <summary>The shop that the signed-in person acts for: the one that <c>X-Vendor</c> names, otherwise their first.</summary>
internal sealed record CurrentVendor(VendorId Id, VendorRole Role)
{
    public bool May(VendorRight right) => Role.May(right);

    public static ValueTask<CurrentVendor?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Items[typeof(CurrentVendor)] as CurrentVendor);
}

/// <summary>What a route of a shop needs. A route that says nothing answers nobody.</summary>
internal sealed record VendorNeeds(VendorRight Right);

/// <summary>The route also works while the shop is suspended. Reading always does.</summary>
internal sealed record AlsoWhileSuspended;

internal static class VendorPolicy
{
    public static void AddVendorPolicy(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, VendorMemberHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, VendorRefusals>();
        services.AddAuthorizationBuilder().AddPolicy(Policies.Vendor, policy => policy.RequireUser().AddRequirements(new VendorMemberRequirement()));
    }

    extension<TBuilder>(TBuilder route) where TBuilder : IEndpointConventionBuilder
    {
        public TBuilder Needs(VendorRight right) => route.WithMetadata(new VendorNeeds(right));

        public TBuilder AlsoWhileSuspended() => route.WithMetadata(new AlsoWhileSuspended());
    }
}

/// <summary>
/// Met by members of a shop whose role has the right that the route needs. Looked up with every request, in one query, so that a
/// change is felt at once.
/// </summary>
internal sealed class VendorMemberRequirement : IAuthorizationRequirement;

internal sealed class VendorMemberHandler(IMarketplaceDb db) : AuthorizationHandler<VendorMemberRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, VendorMemberRequirement requirement)
    {
        if (context.Resource is not HttpContext http || CurrentUser.From(context.User) is not { Id: var user }
            || http.GetEndpoint()?.Metadata is not { } route || route.GetMetadata<VendorNeeds>() is not { Right: var right })
        {
            return;
        }

        var header = http.Request.Headers[ApiHttp.Vendor].ToString();
        var places = context.User.FindFirst(BearerClaims.Shop) is { Value: var keyShop }
            ? PlaceOfKey(VendorId.From(Guid.Parse(keyShop)))
            : db.VendorMembers.AsNoTracking().Where(m => m.UserId == user).Join(db.Vendors, m => m.VendorId, v => v.Id, (m, v) => new Place { Vendor = m.VendorId, Role = m.Role, State = v.State });
        if (header.Length > 0)
        {
            var wanted = VendorId.From(Guid.TryParse(header, out var id) ? id : Guid.Empty);
            places = places.Where(p => p.Vendor == wanted);
        }

        if (await places.OrderBy(p => p.Vendor).FirstOrDefaultAsync(http.RequestAborted) is not { } found)
        {
            return; // who does not work here learns no more than that
        }

        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!found.Role.May(right))
        {
            http.Items[typeof(VendorRefusals)] = TeamErrors.NotPermitted;
        }
        else if (found.State == VendorState.Suspended && !isRead && route.GetMetadata<AlsoWhileSuspended>() is null)
        {
            http.Items[typeof(VendorRefusals)] = TeamErrors.Suspended;
        }
        else
        {
            http.Items[typeof(CurrentVendor)] = new CurrentVendor(found.Vendor, found.Role);
            context.Succeed(requirement);
        }
    }

    /// <summary>An API key works for one shop as its manager would, as far as its scopes have opened the route.</summary>
    private IQueryable<Place> PlaceOfKey(VendorId shop) =>
        db.Vendors.AsNoTracking().Where(v => v.Id == shop).Select(v => new Place { Vendor = v.Id, Role = VendorRole.Manager, State = v.State });

    private sealed class Place
    {
        public VendorId Vendor { get; init; }
        public VendorRole Role { get; init; }
        public VendorState State { get; init; }
    }
}

/// <summary>Tells a member why: the wrong role, or a shop that is suspended. Everybody else gets the plain refusal.</summary>
internal sealed class VendorRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _plain = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Forbidden && context.Items[typeof(VendorRefusals)] is Error error
            ? error.ToProblem().ExecuteAsync(context)
            : _plain.HandleAsync(next, context, policy, authorizeResult);
}
