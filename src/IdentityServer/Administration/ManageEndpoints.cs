using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Administration;

/// <param name="Actor">The administrator on whose word it is done.</param>
/// <param name="Grant">Of the token with which the administrator asked.</param>
/// <param name="Place">The network that the administrator works in.</param>
/// <param name="Trace">Under which the API was asked.</param>
/// <param name="FullName">With <paramref name="Email"/> and <paramref name="Phone"/>: of who is invited, or as they are right.</param>
internal sealed record ManageRequest(
    Guid Actor, string? Reason, IReadOnlyList<string>? Roles, string? Place, string? Trace, Guid? Grant = null, string? FullName = null, string? Email = null, string? Phone = null);

/// <summary>An account as administrators see it: how it opens, but nothing that opens it.</summary>
internal sealed record ManagedAccount(
    Guid Id, bool EmailConfirmed, bool HasPassword, int Passkeys, bool HasSecondFactor, int SignIns, DateTimeOffset? SuspendedAt, string? SuspendedBecause,
    DateTimeOffset? PasswordRequiredSince, DateTimeOffset? InvitedUntil, IReadOnlyList<AccountChange> Changes);

/// <summary>For the marketplace's API alone, with a token of its own. No person and no other client gets in.</summary>
internal static class ManageEndpoints
{
    private const string Client = "api";

    public static void MapManage(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup(Paths.ManageUsers).DisableAntiforgery().AddEndpointFilter(LetOnlyTheApiInAsync).AddEndpointFilter(TellOriginAsync);
        users.MapGet("", Get);
        users.MapPost("/suspend", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) =>
            Reason(request) is { } reason ? AnswerAsync(accounts.SuspendAsync(id, request.Actor, reason, ct)) : Task.FromResult(NoReason()));
        users.MapPost("/reactivate", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) => AnswerAsync(accounts.ReactivateAsync(id, request.Actor, ct)));
        users.MapPost("/end-sign-ins", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) => AnswerAsync(accounts.EndSignInsAsync(id, request.Actor, ct)));
        users.MapPost("/require-password", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) => AnswerAsync(accounts.RequirePasswordAsync(id, request.Actor, ct)));
        users.MapPost("/remove-second-factor", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) =>
            Reason(request) is { } reason ? AnswerAsync(accounts.RemoveSecondFactorAsync(id, request.Actor, reason, ct)) : Task.FromResult(NoReason()));
        users.MapPost("/act", Act);
        users.MapPost("/invite", Invite);
        users.MapPost("/correct", (Guid id, ManageRequest request, CorrectAccount accounts, CancellationToken ct) => Reason(request) is { } reason
            ? AnswerAsync(accounts.RunAsync(id, request.Actor, new(request.FullName ?? "", request.Email, request.Phone), reason, ct))
            : Task.FromResult(NoReason()));
        users.MapPut("/roles", (Guid id, ManageRequest request, AdministerAccount accounts, CancellationToken ct) => request.Roles is { } roles && roles.All(Role.Administrators.Contains)
            ? AnswerAsync(accounts.SetRolesAsync(id, request.Actor, [.. roles.Distinct()], ct))
            : Task.FromResult(OAuthResults.Error(OAuthErrors.InvalidRequest, "There is no such role.")));
    }

    private static async ValueTask<object?> LetOnlyTheApiInAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization;
        var token = header is [['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var presented]]
            ? await http.RequestServices.GetRequiredService<AccessTokenReader>().ReadAsync(presented, http.RequestAborted)
            : null;
        if (token is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"identity\"";
            return OAuthResults.Error(OAuthErrors.InvalidToken, "The access token is missing, invalid or expired.", StatusCodes.Status401Unauthorized);
        }

        return token.Subject == Client && token.Text("client_id") == Client && (token.Text("scope") ?? "").Split(' ').Contains(Scopes.AccountsManage)
            ? await next(context)
            : OAuthResults.Error(OAuthErrors.InsufficientScope, "This is for the marketplace's API.", StatusCodes.Status403Forbidden);
    }

    private static ValueTask<object?> TellOriginAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.Arguments.OfType<ManageRequest>().FirstOrDefault() is { } request)
        {
            context.HttpContext.RequestServices.GetRequiredService<AuditLog>().Told = (Cut(request.Place), Cut(request.Trace));
        }

        return next(context);
    }

    private static string? Cut(string? text) => text is { Length: > 60 } ? text[..60] : text;

    private static async Task<IResult> Act(Guid id, ManageRequest request, ActingBook book, CancellationToken ct) =>
        Reason(request) is not { } reason || request.Grant is not { } grant ? NoReason()
        : await book.StartAsync(id, request.Actor, grant, reason, ct) is { } until ? Results.Json(new { endsAt = until })
        : OAuthResults.Error("acting_refused", "The sign-in is over, or there is no such person to act for.", StatusCodes.Status409Conflict);

    /// <summary>Whoever is here already and has never chosen a key is sent another link; the answer says which account it is.</summary>
    private static async Task<IResult> Invite(Guid id, ManageRequest request, InviteToAccount accounts, CancellationToken ct)
    {
        if (Reason(request) is not { } reason)
        {
            return NoReason();
        }

        var (done, account) = await accounts.RunAsync(id, request.Actor, request.FullName ?? "", request.Email ?? "", reason, ct);
        return done == Administered.Done ? Results.Json(new { id = account }) : await AnswerAsync(Task.FromResult(done));
    }

    private static async Task<IResult> Get(Guid id, IdentityDb db, SignIns signIns, Invitations invitations, AccountChanges changes, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } user)
        {
            return NoSuchAccount();
        }

        var passkeys = await db.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == id, ct);
        return Results.Json(new ManagedAccount(
            id, user.EmailConfirmed, user.PasswordHash is not null, passkeys, user.TwoFactorEnabled, (await signIns.OfAsync(id, ct)).Count, user.DisabledAt, user.SuspendedBecause,
            user.PasswordResetSince, await invitations.UntilAsync(id, ct), await changes.OfAsync(id, ct)));
    }

    private static async Task<IResult> AnswerAsync(Task<Administered> work) => await work switch
    {
        Administered.Done => Results.NoContent(),
        Administered.AddressTaken => OAuthResults.Error("address_taken", "The mail address opens another account.", StatusCodes.Status409Conflict),
        Administered.NoAddress => OAuthResults.Error("no_address", "The account would be reached neither by mail nor at a confirmed number.", StatusCodes.Status409Conflict),
        Administered.Unfit => OAuthResults.Error("unfit", "The name, the mail address or the number is none.", StatusCodes.Status409Conflict),
        Administered.LastSuper => OAuthResults.Error("last_super", "There would be no super administrator any more.", StatusCodes.Status409Conflict),
        _ => NoSuchAccount(),
    };

    private static string? Reason(ManageRequest request) => request.Reason?.Trim() is { Length: > 0 and <= User.ReasonMaxLength } reason ? reason : null;

    private static IResult NoReason() => OAuthResults.Error(OAuthErrors.InvalidRequest, $"A reason of at most {User.ReasonMaxLength} characters is needed.");

    private static IResult NoSuchAccount() => OAuthResults.Error("no_such_account", "There is no such account.", StatusCodes.Status404NotFound);
}
