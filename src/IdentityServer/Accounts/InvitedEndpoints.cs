using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>Where the link in an invitation leads. Opening it changes nothing: programs open links too.</summary>
internal static class InvitedEndpoints
{
    private const int KeyLength = 43;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<string, string> NoErrors = [];

    public static void MapInvited(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Invited, Show);
        routes.MapPost(Paths.Invited, AcceptWithPassword).RequireOurForm();
        routes.MapPost(Paths.InvitedChallenge, Challenge).RequireOurForm();
        routes.MapPost(Paths.InvitedPasskey, AcceptWithPasskey).RequireOurForm();
    }

    private static async Task<IResult> Show(HttpContext http, Invitations invitations, string? key, string? done, CancellationToken ct) =>
        await FindAsync(invitations, key, ct) is { } user
            ? Page.Result<Invited>(http, FormOf(user, key!, done == "no-passkey" ? new() { [""] = "The passkey was not made. Try again, or choose a password." } : NoErrors))
            : Over(http);

    private static async Task<IResult> AcceptWithPassword(
        HttpContext http, Invitations invitations, PasswordRules rules, IPasswordHasher<User> hasher, NewAccounts accounts, FinishSignIn finish, Throttle throttle,
        IOptions<LimitOptions> limits, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (key, password) = (form["key"].ToString(), form["password"].ToString());
        if (await IsTooOftenAsync(http, throttle, limits, ct) || await FindAsync(invitations, key, ct) is not { } user)
        {
            return Over(http);
        }

        if (rules.WhyNot(password, user.FullName, user.AddressName) is { } reason)
        {
            return Page.Result<Invited>(http, FormOf(user, key, new() { ["password"] = reason }), StatusCodes.Status400BadRequest);
        }

        return await invitations.AcceptAsync(key, ct, passwordHash: hasher.HashPassword(user, password)) is { } owner
            ? await WelcomeAsync(owner, SignInMethods.Password, accounts, finish, ct)
            : Over(http);
    }

    private static async Task<IResult> Challenge(HttpContext http, Invitations invitations, PasskeyBook passkeys, CancellationToken ct) =>
        await FindAsync(invitations, (await http.Request.ReadFormAsync(ct))["key"], ct) is { } user
            ? Results.Text(await passkeys.CreationOptionsAsync(http, user), "application/json")
            : Results.BadRequest();

    private static async Task<IResult> AcceptWithPasskey(
        HttpContext http, Invitations invitations, PasskeyBook passkeys, NewAccounts accounts, FinishSignIn finish, Throttle throttle, IOptions<LimitOptions> limits,
        CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var key = form["key"].ToString();
        if (await IsTooOftenAsync(http, throttle, limits, ct) || await FindAsync(invitations, key, ct) is not { } user)
        {
            return Over(http);
        }

        if (form["credential"].ToString() is not { Length: > 0 and <= PasskeyEndpoints.MaxCredential } credential
            || await passkeys.MakeAsync(http, user.Id, credential, Device.NameOf(http.Request.Headers.UserAgent), ct) is not { } passkey)
        {
            return new SeeOther($"{Paths.Invited}?key={key}&done=no-passkey");
        }

        return await invitations.AcceptAsync(key, ct, passkey: passkey) is { } owner ? await WelcomeAsync(owner, SignInMethods.Passkey, accounts, finish, ct) : Over(http);
    }

    private static async Task<IResult> WelcomeAsync(User user, string method, NewAccounts accounts, FinishSignIn finish, CancellationToken ct)
    {
        await accounts.WelcomeAsync(user, method, ct);
        return await finish.GoOnAsync(new(true), Paths.Account, ct);
    }

    private static async Task<User?> FindAsync(Invitations invitations, string? key, CancellationToken ct) => key is { Length: KeyLength } ? await invitations.FindAsync(key, ct) : null;

    private static async Task<bool> IsTooOftenAsync(HttpContext http, Throttle throttle, IOptions<LimitOptions> limits, CancellationToken ct) =>
        await throttle.CountAsync("reset", Throttle.AddressOf(http), limits.Value.MailCodesPerAddress, Window, ct) is not null;

    private static Invited.Form FormOf(User user, string key, Dictionary<string, string> errors) => new(key, user.FullName, user.Address, errors);

    private static IResult Over(HttpContext http) => ErrorPage.Result(
        http, StatusCodes.Status404NotFound, "This link was used already, or is older than a week. If the account is yours, choose “Forgot password” at the sign-in: a code to your mailbox opens it.");
}
