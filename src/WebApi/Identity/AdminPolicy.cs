using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Caching.Memory;

namespace Marketplace.WebApi.Identity;

internal static class AdminPolicy
{
    /// <summary>
    /// A token says what was true when it was made. Here we hear what is not any more: sign-ins that have ended, and administrators,
    /// who must be one still.
    /// </summary>
    public static void AddAdminPolicy(this IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddSingleton<Administrators>();
        services.AddSingleton<RevokedGrantsReader>();
        services.AddHostedService(provider => provider.GetRequiredService<RevokedGrantsReader>());
        services.AddSingleton<IAuthorizationHandler, AdministratorHandler>();
        services.PostConfigure<AuthorizationOptions>(options => options.AddPolicy(
            Policies.Admin, policy => policy.Combine(options.GetPolicy(Policies.Admin)!).AddRequirements(new AdministratorRequirement())));
    }
}

/// <summary>Who is an administrator at this moment, as the identity server says; remembered for a few seconds.</summary>
internal sealed class Administrators(IUserDirectory directory, IMemoryCache cache)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    /// <returns>True also when there is no directory here that could know: the token's word then stands.</returns>
    public async ValueTask<bool> IsStillAsync(UserId user, CancellationToken ct) =>
        await cache.GetOrCreateAsync((typeof(Administrators), user), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Remembered;
            return directory.HasRoleAsync(user, CurrentUser.AdminRole, ct);
        }) is not false;
}

internal sealed class AdministratorRequirement : IAuthorizationRequirement;

internal sealed class AdministratorHandler(Administrators administrators) : AuthorizationHandler<AdministratorRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AdministratorRequirement requirement)
    {
        if (context.Resource is HttpContext http && CurrentUser.From(context.User) is { IsAdmin: true } user && await administrators.IsStillAsync(user.Id, http.RequestAborted))
        {
            context.Succeed(requirement);
        }
    }
}
