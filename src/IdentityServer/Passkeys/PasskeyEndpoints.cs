using System.Buffers.Text;
using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Passkeys;

/// <summary>The page of an account's passkeys, which opens only to who has just proved who it is, and the two places where a passkey proves it.</summary>
internal static class PasskeyEndpoints
{
    internal const int MaxCredential = 16 * 1024;

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.PasskeyChallenge, Challenge).RequireOurForm();
        routes.MapPost(Paths.PasskeySignIn, SignIn).RequireOurForm();
        routes.MapPost(Paths.ConfirmPasskey, Confirm).RequireOurForm();
        routes.MapGet(Paths.Passkeys, Show);
        routes.MapPost(Paths.NewPasskey, New).RequireOurForm();
        routes.MapPost(Paths.AddPasskey, Add).RequireOurForm();
        routes.MapPost(Paths.RenamePasskey, Rename).RequireOurForm();
        routes.MapPost(Paths.RemovePasskey, Remove).RequireOurForm();
    }

    private static async Task<IResult> Challenge(HttpContext http, PasskeyBook passkeys) => Results.Text(await passkeys.RequestOptionsAsync(http), "application/json");

    private static async Task<IResult> SignIn(HttpContext http, PasskeyBook passkeys, SignInUser signIn, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var returnUrl = LocalUrl.OrRoot(form["returnUrl"]);
        return await ProveAsync(http, passkeys, form, ct) is { } user
            ? await finish.GoOnAsync(await signIn.StartAsync(user, SignInMethods.Passkey, ct), returnUrl, ct)
            : new SeeOther(QueryHelpers.AddQueryString(Paths.SignIn, new Dictionary<string, string?> { ["returnUrl"] = returnUrl, ["done"] = "no-passkey" }));
    }

    private static Task<IResult> Confirm([AsParameters] AccountDesk desk, PasskeyBook passkeys, CancellationToken ct) => desk.SignedInAsync(
        async (_, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            var returnUrl = LocalUrl.Or(form["returnUrl"], Paths.Account);
            if ((await ProveAsync(desk.Http, passkeys, form, ct))?.Id != user.Id)
            {
                return AccountDesk.Confirm(returnUrl);
            }

            await desk.Browser.StartAsync(user, SignInMethods.Passkey, ct);
            return new SeeOther(returnUrl);
        }, ct);

    private static Task<IResult> Show([AsParameters] AccountDesk desk, PasskeyBook passkeys, string? done, CancellationToken ct) => RecentAsync(desk, async (_, user) =>
        Page.Result<PasskeysPage>(desk.Http, new PasskeysPage.Shelf(
            user.Address, Device.NameOf(desk.Http.Request.Headers.UserAgent), await passkeys.OfAsync(user.Id, ct), desk.Clock.GetUtcNow(), done)), ct);

    private static Task<IResult> New([AsParameters] AccountDesk desk, PasskeyBook passkeys, CancellationToken ct) => RecentAsync(desk, async (_, user) =>
        Results.Text(await passkeys.CreationOptionsAsync(desk.Http, user), "application/json"), ct);

    private static Task<IResult> Add([AsParameters] AccountDesk desk, PasskeyBook passkeys, CancellationToken ct) => ChangeAsync(desk, async (session, user, form) =>
        NameIn(form) is { } name && form["credential"].ToString() is { Length: <= MaxCredential } credential
        && await passkeys.AddAsync(desk.Http, user, session, credential, name, ct) ? "added" : "not-added", ct);

    private static Task<IResult> Rename([AsParameters] AccountDesk desk, PasskeyBook passkeys, CancellationToken ct) => ChangeAsync(desk, async (_, user, form) =>
        NameIn(form) is { } name && IdIn(form) is { } id && await passkeys.RenameAsync(user.Id, id, name, ct) == 1 ? "renamed" : "not-renamed", ct);

    private static Task<IResult> Remove([AsParameters] AccountDesk desk, PasskeyBook passkeys, CancellationToken ct) => ChangeAsync(desk, async (session, user, form) =>
        IdIn(form) is { } id && await passkeys.RemoveAsync(user, session, id, ct) ? "removed" : "not-removed", ct);

    private static Task<IResult> ChangeAsync(AccountDesk desk, Func<Session, User, IFormCollection, Task<string>> change, CancellationToken ct) => RecentAsync(
        desk, async (session, user) => new SeeOther($"{Paths.Passkeys}?done={await change(session, user, await desk.Http.Request.ReadFormAsync(ct))}"), ct);

    private static Task<IResult> RecentAsync(AccountDesk desk, Func<Session, User, Task<IResult>> work, CancellationToken ct) =>
        desk.SignedInAsync((session, user) => desk.Browser.IsRecent(session) ? work(session, user) : Task.FromResult(AccountDesk.Confirm(Paths.Passkeys)), ct);

    private static async Task<User?> ProveAsync(HttpContext http, PasskeyBook passkeys, IFormCollection form, CancellationToken ct) =>
        form["credential"].ToString() is { Length: > 0 and <= MaxCredential } credential ? await passkeys.ProveAsync(http, credential, ct) : null;

    private static string? NameIn(IFormCollection form) =>
        form["name"].ToString().Trim() is { Length: > 0 and <= PasskeyBook.NameMaxLength } name && !name.Any(char.IsControl) ? name : null;

    private static byte[]? IdIn(IFormCollection form) =>
        form["id"].ToString() is { Length: > 0 and < 2000 } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
