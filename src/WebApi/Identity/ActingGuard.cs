using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Shared;

namespace Marketplace.WebApi.Identity;

/// <summary>The route also changes things for who acts in a person's place.</summary>
internal sealed record AlsoWhileActing;

/// <summary>The route is closed to who acts in a person's place, though it only reads.</summary>
internal sealed record NotWhileActing;

internal static class ActingRoutes
{
    extension<TBuilder>(TBuilder route) where TBuilder : IEndpointConventionBuilder
    {
        public TBuilder AlsoWhileActing() => route.WithMetadata(new AlsoWhileActing());

        public TBuilder NotWhileActing() => route.WithMetadata(new NotWhileActing());
    }
}

/// <summary>
/// Who acts in a person's place sees what they see, and changes only what is named: never money, keys, roles or prices. A route that
/// says nothing is closed to changes. Each change is noted before it is tried.
/// </summary>
internal sealed class ActingGuard(RequestDelegate next)
{
    private static readonly Error NotAllowed = new(
        ErrorKind.Forbidden, "acting.not_allowed", "You act for somebody. This is theirs alone to do: it concerns money, the keys of their account, or what cannot be taken back.");

    public async Task InvokeAsync(HttpContext http, AuditTrail audit, IMarketplaceDb db)
    {
        if (CurrentUser.ActorOf(http.User) is null || http.GetEndpoint() is not { } route)
        {
            await next(http);
            return;
        }

        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (isRead ? route.Metadata.GetMetadata<NotWhileActing>() is not null : route.Metadata.GetMetadata<AlsoWhileActing>() is null)
        {
            await NotAllowed.ToProblem().ExecuteAsync(http);
            return;
        }

        if (!isRead && CurrentUser.From(http.User) is { Id: var person })
        {
            audit.Note(new("acting.changes", AuditSubject.Account(person), After: $"{http.Request.Method} {(route as RouteEndpoint)?.RoutePattern.RawText}"));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        await next(http);
    }
}
