using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.ExternalSignIns;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.People;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>What every form of the account page goes through: somebody must be signed in, and what is wrong is said on the page itself.</summary>
internal sealed record AccountDesk(HttpContext Http, BrowserSession Browser, SignIns SignIns, AddressCodes Codes, RecoveryCodes Recovery, PasskeyBook PasskeyBook, SecondFactorDuty Duty, SmsLimits Sms, ExternalSignIn Externals, ActingBook Actings, FirstLook Look, FirstSteps Steps, TimeProvider Clock)
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public Task<IResult> ShowAsync(string? done, CancellationToken ct) => SignedInAsync(async (session, user) =>
    {
        await Look.TakeAsync(Http, session, ct);
        return await PageAsync(session, user, NoErrors, done, ct);
    }, ct);

    /// <param name="change">Does what the form asks for, and says what is wrong, by field.</param>
    /// <param name="done">What the page says when nothing is.</param>
    public Task<IResult> SubmitAsync(Func<User, IFormCollection, Task<IReadOnlyDictionary<string, string>>> change, string done, CancellationToken ct) =>
        SignedInAsync(async (session, user) =>
        {
            // Who has a password gives it with what it protects; who has none has to have signed in just now.
            if (user.PasswordHash is null && !Browser.IsRecent(session))
            {
                return Confirm(Paths.Account);
            }

            var errors = await change(user, await Http.Request.ReadFormAsync(ct));
            return errors.Count == 0 ? Done(done) : await PageAsync(session, user, errors, null, ct);
        }, ct);

    public async Task<IResult> SignedInAsync(Func<Session, User, Task<IResult>> work, CancellationToken ct) => await Browser.CurrentAsync(ct) is { } current
        ? await work(current.Session, current.User)
        : new SeeOther(Paths.SignInTo(Paths.Account));

    /// <summary>Asks to prove anew who it is, and comes back.</summary>
    public static IResult Confirm(string returnUrl) => new SeeOther(QueryHelpers.AddQueryString(Paths.Confirm, "returnUrl", returnUrl));

    public static IResult Done(string done) => new SeeOther($"{Paths.Account}?done={done}");

    private async Task<IResult> PageAsync(Session session, User user, IReadOnlyDictionary<string, string> errors, string? done, CancellationToken ct)
    {
        var sessions = (await SignIns.OfAsync(user.Id, ct)).Select(s => new AccountPage.SignedIn(s.Id, s.Device, s.Network, s.StartedAt, s.SeenAt, s.Id == session.Id)).ToList();
        var factor = new AccountPage.SecondStep(user.TwoFactorEnabled, await Recovery.LeftAsync(user.Id, ct), await Duty.DueAsync(user, ct));
        var phone = new AccountPage.Phone(user.PhoneNumber, user.PhoneNumberConfirmed, Sms.IsOffered, await Codes.PendingAsync(user.Id, AddressCodes.TakePhone, ct));
        var passkeys = (await PasskeyBook.OfAsync(user.Id, ct)).Count;
        bool? isGoogleLinked = ExternalEndpoints.AllowGoogle(Http) ? await Externals.IsLinkedAsync(user.Id, ct) : null;
        var model = new AccountPage.Person(
            user.FullName, user.Address, user.Email, phone, isGoogleLinked, user.PasswordHash is not null, user.EmailConfirmed, await Codes.PendingAsync(user.Id, AddressCodes.TakeAddress, ct), factor, passkeys, Clock.GetUtcNow(), sessions, [.. (await Actings.OfAsync(user.Id, ct)).Select(a => new AccountPage.Visit(a.StartedAt, a.Until))], errors, done, await Steps.OfAsync(session, user, passkeys > 0, ct));
        return Page.Result<AccountPage>(Http, model, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
