using System.Security.Claims;
using Marketplace.Domain.Identity;

namespace Marketplace.WebApi.Identity;

/// <summary>
/// The person on whose behalf a request comes. An endpoint takes it as a parameter; behind <see cref="Shared.Policies.SignedIn"/>
/// it is always there, on a public endpoint it is nullable.
/// </summary>
internal sealed record CurrentUser(UserId Id, string Name, string Email, IReadOnlyList<string> Roles)
{
    /// <summary>Ours always, others where the route is open to a scope that they have.</summary>
    public static bool MayActForUser(ClaimsPrincipal principal) =>
        principal.HasClaim(BearerClaims.Scope, BearerRegistration.UserScope) || principal.HasClaim(c => c.Type == BearerClaims.OpenHere);

    /// <returns>Who acts in the person's place; null when it is the person.</returns>
    public static UserId? ActorOf(ClaimsPrincipal principal) => principal.FindFirstValue(BearerClaims.Actor) is { } actor ? new(Guid.Parse(actor)) : null;

    public static ValueTask<CurrentUser?> BindAsync(HttpContext http) => ValueTask.FromResult(From(http.User));

    /// <returns>Null for guests, for machines, which never act as a person, and for apps that may not act for theirs.</returns>
    public static CurrentUser? From(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true }
        && MayActForUser(principal)
        && principal.FindFirstValue(BearerClaims.Subject) is { } subject
        && subject != principal.FindFirstValue(BearerClaims.ClientId)
        && Guid.TryParse(subject, out var id)
            ? new(
                new(id),
                principal.FindFirstValue(BearerClaims.Name) ?? $"application {principal.FindFirstValue(BearerClaims.ClientId)}", // others do not learn the name
                principal.FindFirstValue(BearerClaims.Email) ?? "",
                [.. principal.FindAll(BearerClaims.Role).Select(c => c.Value)])
            : null;
}

internal static class BearerClaims
{
    public const string Subject = "sub";
    public const string ClientId = "client_id";
    public const string Scope = "scope";

    /// <summary>Which sign-in the token came from.</summary>
    public const string Grant = "gid";

    /// <summary>Who acts in the person's place (RFC 8693): the number of somebody of support.</summary>
    public const string Actor = "act";

    /// <summary>When the person signed in, in seconds since 1970.</summary>
    public const string SignedInAt = "auth_time";

    /// <summary>How: <c>mfa</c> when with a second factor.</summary>
    public const string Methods = "amr";

    /// <summary>The one shop that an API key is for. No token brings it.</summary>
    public const string Shop = "shop";

    /// <summary>The scope by which this very route is open to the application. No token brings it: it is found out for each request.</summary>
    public const string OpenHere = "open_here";

    public const string Name = "name";
    public const string Email = "email";
    public const string Role = "role";
}
