using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Entrance;

/// <summary>The pages on which a code to a phone or a mailbox signs in, or opens an account that needs no password.</summary>
internal static class EnterEndpoints
{
    private const string WrongCode = "This is not the code we sent last, or its ten minutes are over. Check it, or ask for a new one.";

    public static void MapEntrance(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Enter, Show);
        routes.MapPost(Paths.Enter, Ask).RequireOurForm();
        routes.MapPost(Paths.EnterCode, Check).RequireOurForm();
        routes.MapGet(Paths.Finish, ShowFinish);
        routes.MapPost(Paths.Finish, Finish).RequireOurForm();
        routes.MapPost(Paths.FinishChallenge, Challenge).RequireOurForm();
        routes.MapPost(Paths.FinishPasskey, FinishWithPasskey).RequireOurForm();
    }

    private static RazorComponentResult Show(HttpContext http, SmsLimits sms, string? returnUrl) => Page.Result<Enter>(http, new Enter.Form(LocalUrl.OrRoot(returnUrl), sms.IsOffered));

    private static async Task<IResult> Ask(HttpContext http, IdentityDb db, EnterByCode enter, SmsLimits sms, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (contact, name, returnUrl) = (form["contact"].ToString(), form["fullName"].ToString().Trim(), LocalUrl.OrRoot(form["returnUrl"]));
        var isNewcomer = form.ContainsKey("fullName");
        if (isNewcomer && !NewAccounts.IsName(name))
        {
            return Page.Result<Enter>(http, new Enter.Form(returnUrl, sms.IsOffered, name, contact, "fullName", NewAccounts.NameHint), StatusCodes.Status400BadRequest);
        }

        var asked = await enter.AskAsync(contact, name, Throttle.AddressOf(http), ct);
        if (asked is { Address: { } address, Wait: null })
        {
            return await CodePageAsync(http, db, new(returnUrl, address, name), StatusCodes.Status200OK, ct);
        }

        var why = asked.Address is not null ? "Several codes were sent there or asked for from your network. Use the newest, or try again in an hour."
            : sms.IsOffered ? $"{EmailText.Hint} {PhoneText.Hint}" : EmailText.Hint;
        return Page.Result<Enter>(http, new Enter.Form(returnUrl, sms.IsOffered, name, contact, "contact", why), AccountEndpoints.Status(http, asked.Wait));
    }

    private static async Task<IResult> Check(HttpContext http, IdentityDb db, EnterByCode enter, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (contact, name, returnUrl) = (form["contact"].ToString(), form["fullName"].ToString().Trim(), LocalUrl.OrRoot(form["returnUrl"]));
        if (enter.Read(contact) is not { } address || name.Length > User.NameMaxLength)
        {
            return new SeeOther(Paths.SignInTo(returnUrl));
        }

        var (entry, outcome) = await enter.RunAsync(contact, form["code"].ToString(), name, Throttle.AddressOf(http), ct);
        return entry switch
        {
            Entry.SignedIn => await finish.GoOnAsync(outcome!, returnUrl, ct),
            Entry.New => new SeeOther(QueryHelpers.AddQueryString(Paths.Finish, "returnUrl", returnUrl)),
            Entry.Known => new SeeOther(QueryHelpers.AddQueryString(Paths.SignIn, new Dictionary<string, string?> { ["returnUrl"] = returnUrl, ["done"] = "known" })),
            _ => await CodePageAsync(http, db, new(returnUrl, address, name, WrongCode), StatusCodes.Status400BadRequest, ct),
        };
    }

    private static async Task<IResult> ShowFinish(HttpContext http, IdentityDb db, ProvenAddress proven, string? returnUrl, string? done, CancellationToken ct) =>
        proven.Current() is { } newcomer
            ? await FinishPageAsync(http, db, newcomer, LocalUrl.OrRoot(returnUrl), newcomer.FullName,
                done switch
                {
                    "no-passkey" => new Dictionary<string, string> { [""] = "The passkey was not made. Try again, or go on without." },
                    "terms" => new Dictionary<string, string> { [""] = TermsBook.Changed },
                    _ => new(),
                }, ct)
            : new SeeOther(Paths.SignInTo(LocalUrl.OrRoot(returnUrl)));

    private static async Task<IResult> Finish(HttpContext http, IdentityDb db, ProvenAddress proven, OpenAccount open, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (name, returnUrl) = (form["fullName"].ToString(), LocalUrl.OrRoot(form["returnUrl"]));
        if (proven.Current() is not { } newcomer)
        {
            return new SeeOther(Paths.SignInTo(returnUrl));
        }

        var errors = await open.RunAsync(newcomer, name, form["password"].ToString(), form[TermsBook.Field], ct);
        return errors.Count == 0 ? await finish.GoOnAsync(new(true), returnUrl, ct) : await FinishPageAsync(http, db, newcomer, returnUrl, name, errors, ct);
    }

    private static async Task<IResult> Challenge(HttpContext http, ProvenAddress proven, PasskeyBook passkeys, NewAccounts accounts, CancellationToken ct)
    {
        var name = (await http.Request.ReadFormAsync(ct))["fullName"].ToString();
        return proven.Current() is { } newcomer && NewAccounts.IsName(name)
            ? Results.Text(await passkeys.CreationOptionsAsync(http, accounts.Make(name, newcomer.Address, isConfirmed: true, newcomer.UserId)), "application/json")
            : Results.BadRequest();
    }

    private static async Task<IResult> FinishWithPasskey(
        HttpContext http, ProvenAddress proven, PasskeyBook passkeys, NewAccounts accounts, TermsBook terms, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (name, returnUrl) = (form["fullName"].ToString(), LocalUrl.OrRoot(form["returnUrl"]));
        if (proven.Current() is not { } newcomer)
        {
            return new SeeOther(Paths.SignInTo(returnUrl));
        }

        var (isAgreed, agreed) = await terms.ReadAsync(form[TermsBook.Field], TermsBook.Finish, ct);
        if (!isAgreed)
        {
            return new SeeOther(QueryHelpers.AddQueryString(Paths.Finish, new Dictionary<string, string?> { ["returnUrl"] = returnUrl, ["done"] = "terms" }));
        }

        var user = accounts.Make(name, newcomer.Address, isConfirmed: true, newcomer.UserId);
        if (!NewAccounts.IsName(name) || form["credential"].ToString() is not { Length: > 0 and <= PasskeyEndpoints.MaxCredential } credential
            || await passkeys.MakeAsync(http, user.Id, credential, Device.NameOf(http.Request.Headers.UserAgent), ct) is not { } passkey
            || !await accounts.AddAsync(user, agreed, ct, db => db.UserPasskeys.Add(passkey)))
        {
            return new SeeOther(QueryHelpers.AddQueryString(Paths.Finish, new Dictionary<string, string?> { ["returnUrl"] = returnUrl, ["done"] = "no-passkey" }));
        }

        proven.End();
        await accounts.WelcomeAsync(user, SignInMethods.Passkey, ct);
        return await finish.GoOnAsync(new(true), returnUrl, ct);
    }

    private static async Task<IResult> CodePageAsync(HttpContext http, IdentityDb db, EnterCode.Form form, int status, CancellationToken ct)
    {
        await AccountEndpoints.LetFormReturnAsync(http, db, form.ReturnUrl, ct);
        return Page.Result<EnterCode>(http, form, status);
    }

    private static async Task<IResult> FinishPageAsync(
        HttpContext http, IdentityDb db, Newcomer newcomer, string returnUrl, string name, IReadOnlyDictionary<string, string> errors, CancellationToken ct)
    {
        await AccountEndpoints.LetFormReturnAsync(http, db, returnUrl, ct);
        return Page.Result<Finish>(
            http, new Finish.Form(returnUrl, newcomer.Address, PhoneText.IsNumber(newcomer.Address), name, await AccountEndpoints.CurrentTermsAsync(http, ct), errors),
            errors.Count == 0 || http.Request.Method == HttpMethods.Get ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
