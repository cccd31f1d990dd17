using Marketplace.Tokens;

namespace Marketplace.WebApi.Identity;

/// <summary>
/// Opens a route to applications of others: with one of these scopes a token acts for its user here. A route without it is for
/// our own applications only. What the user may do is checked as always.
/// </summary>
internal sealed record AppScopes(IReadOnlyList<string> Names);

internal static class AppScopesExtensions
{
    extension<TBuilder>(TBuilder routes) where TBuilder : IEndpointConventionBuilder
    {
        /// <param name="scopes">Of <see cref="ApiScopes"/>; any of them will do. A route's own replace those of its group.</param>
        public TBuilder OpenToApps(params string[] scopes) => routes.WithMetadata(new AppScopes(scopes));
    }
}
