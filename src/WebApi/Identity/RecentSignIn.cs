using System.Globalization;
using System.Security.Claims;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Identity;

internal sealed class RecentSignInOptions
{
    /// <summary>The identity server's: whether administrators must have a second step.</summary>
    public const string Section = "SecondFactor";

    public bool Required { get; set; } = true;
}

/// <summary>Marks a route that moves money, or changes who may do what: whoever calls it has just shown who they are.</summary>
internal sealed record NeedsRecentSignIn;

internal static class RecentSignIn
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly Error TooLongAgo = new(ErrorKind.Forbidden, "signin.not_recent", "You signed in more than 15 minutes ago. Sign in again, then repeat it.");
    private static readonly Error NoSecondStep = new(ErrorKind.Forbidden, "signin.no_second_step", "This needs a second step at sign-in, or a passkey. Set one up in your account, then sign in again.");

    extension(RouteHandlerBuilder route)
    {
        public RouteHandlerBuilder RequireRecentSignIn() => route.WithMetadata(new NeedsRecentSignIn()).AddEndpointFilter(async (context, next) =>
        {
            var services = context.HttpContext.RequestServices;
            var isStrong = !services.GetRequiredService<IOptions<RecentSignInOptions>>().Value.Required || context.HttpContext.User.HasClaim(BearerClaims.Methods, "mfa");
            return !IsRecent(context.HttpContext.User, services.GetRequiredService<TimeProvider>().GetUtcNow()) ? TooLongAgo.ToProblem()
                : !isStrong ? NoSecondStep.ToProblem()
                : await next(context);
        });
    }

    private static bool IsRecent(ClaimsPrincipal user, DateTimeOffset now) =>
        long.TryParse(user.FindFirstValue(BearerClaims.SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && now - DateTimeOffset.FromUnixTimeSeconds(seconds) <= Longest;
}
