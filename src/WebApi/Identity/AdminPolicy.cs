using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Caching.Memory;

namespace Marketplace.WebApi.Identity;

/// <summary>What an administrator needs for this route.</summary>
internal sealed record NeededRight(AdminRight Right);

internal static class AdminPolicy
{
    /// <summary>
    /// A token says what was true when it was made. Here we hear what is not any more: sign-ins that have ended, and administrators,
    /// who must be trusted with it still.
    /// </summary>
    public static void AddAdminPolicy(this IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddOptions<RecentSignInOptions>().BindConfiguration(RecentSignInOptions.Section);
        services.AddSingleton<Administrators>();
        services.AddSingleton<RevokedGrantsReader>();
        services.AddHostedService(provider => provider.GetRequiredService<RevokedGrantsReader>());
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var right in Enum.GetValues<AdminRight>())
        {
            authorization.AddPolicy(NameOf(right), policy => policy.RequireUser().AddRequirements(new RightRequirement(right)));
        }
    }

    extension<TBuilder>(TBuilder route) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Opens a route to administrators who may do this, and to nobody else.</summary>
        public TBuilder RequireRight(AdminRight right) => route.RequireAuthorization(NameOf(right)).WithMetadata(new NeededRight(right));
    }

    private static string NameOf(AdminRight right) => $"admin:{right}";
}

/// <summary>What administrators may do at this moment, as the identity server says; remembered for a few seconds.</summary>
internal sealed class Administrators(IUserDirectory directory, IMemoryCache cache)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    /// <summary>Where there is no directory that could know, the token's word stands.</summary>
    public async ValueTask<IReadOnlySet<AdminRight>> RightsOfAsync(CurrentUser user, CancellationToken ct) =>
        await KnownOfAsync(user.Id, ct) ?? AdminRoles.RightsOf(user.Roles);

    /// <returns>True also when there is no directory here that could know.</returns>
    public async ValueTask<bool> MayStillAsync(UserId user, IEnumerable<AdminRight> rights, CancellationToken ct) =>
        await KnownOfAsync(user, ct) is not { } known || rights.All(known.Contains);

    private ValueTask<IReadOnlySet<AdminRight>?> KnownOfAsync(UserId user, CancellationToken ct) => new(cache.GetOrCreateAsync((typeof(Administrators), user), async entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = Remembered;
        return await directory.RolesOfAsync(user, ct) is { } roles ? AdminRoles.RightsOf(roles) : null;
    }));
}

internal sealed record RightRequirement(AdminRight Right) : IAuthorizationRequirement;

internal sealed class RightHandler(Administrators administrators) : AuthorizationHandler<RightRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (context.Resource is HttpContext http && CurrentUser.ActorOf(context.User) is null && CurrentUser.From(context.User) is { } user
            && (await administrators.RightsOfAsync(user, http.RequestAborted)).Contains(requirement.Right))
        {
            context.Succeed(requirement);
        }
    }
}
