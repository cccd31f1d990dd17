using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.ExternalSignIns;

/// <summary>Off to Google, back from it, and the link between the two accounts.</summary>
internal static class ExternalEndpoints
{
    public static void MapExternalSignIn(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<GoogleOptions>>().Value.IsOffered)
        {
            return;
        }

        routes.MapPost(Paths.ExternalBegin, Begin).RequireOurForm();
        routes.MapGet(Paths.External, Enter);
        routes.MapPost(Paths.ExternalLinkBegin, BeginLink).RequireOurForm();
        routes.MapGet(Paths.ExternalLink, ShowLink);
        routes.MapPost(Paths.ExternalLink, Link).RequireOurForm();
        routes.MapPost(Paths.ExternalUnlink, Unlink).RequireOurForm();
    }

    /// <summary>For a page with the button: browsers check where a form is redirected to.</summary>
    /// <returns>Whether there is a button.</returns>
    public static bool AllowGoogle(HttpContext http)
    {
        var google = http.RequestServices.GetRequiredService<IOptions<GoogleOptions>>().Value;
        if (google.IsOffered)
        {
            SecurityHeaders.AllowFormTo(http, google.AuthorizationEndpoint);
        }

        return google.IsOffered;
    }

    /// <summary>Where to come back to, and under which terms, travels in the sealed state.</summary>
    private static async Task<IResult> Begin(HttpContext http, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        return Challenge(QueryHelpers.AddQueryString(Paths.External, new Dictionary<string, string?> { ["returnUrl"] = LocalUrl.OrRoot(form["returnUrl"]), [TermsBook.Field] = form[TermsBook.Field] }));
    }

    private static IResult BeginLink() => Challenge(Paths.ExternalLink);

    private static IResult Challenge(string back) => Results.Challenge(new AuthenticationProperties { RedirectUri = back }, [GoogleSignIn.Scheme]);

    private static async Task<IResult> Enter(ExternalSignIn external, FinishSignIn finish, string? returnUrl, string? terms, CancellationToken ct)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        if (await external.WaitingAsync() is not { } person)
        {
            return new SeeOther(Paths.SignInTo(local));
        }

        var (entry, outcome) = await external.EnterAsync(person, terms, ct);
        return entry switch
        {
            ExternalEntry.SignedIn => await finish.GoOnAsync(outcome!, local, ct),
            ExternalEntry.Known => Refuse("external-known", Paths.ExternalLink),
            ExternalEntry.Unverified => Refuse("external-unverified", local),
            ExternalEntry.OtherTerms => Refuse("external-terms", local),
            _ => Refuse("external-failed", local),
        };
    }

    private static Task<IResult> ShowLink([AsParameters] AccountDesk desk, ExternalSignIn external, CancellationToken ct) => RecentAsync(desk, async (_, user) =>
        await external.WaitingAsync() is { } person
            ? Page.Result<LinkExternal>(desk.Http, new LinkExternal.Offer(user.Address, person.Email ?? person.FullName))
            : new SeeOther(Paths.Account), ct);

    private static Task<IResult> Link([AsParameters] AccountDesk desk, ExternalSignIn external, CancellationToken ct) => RecentAsync(desk, async (session, user) =>
    {
        if (await external.WaitingAsync() is not { } person)
        {
            return new SeeOther(Paths.Account);
        }

        await external.ForgetAsync();
        return AccountDesk.Done(await external.LinkAsync(user, session, person, ct) ? "external" : "not-external");
    }, ct);

    private static Task<IResult> Unlink([AsParameters] AccountDesk desk, ExternalSignIn external, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) => desk.Browser.IsRecent(session)
            ? AccountDesk.Done(await external.UnlinkAsync(user, session, ct) ? "no-external" : "external-kept")
            : AccountDesk.Confirm(Paths.Account), ct);

    private static async Task<IResult> RecentAsync(AccountDesk desk, Func<Session, User, Task<IResult>> work, CancellationToken ct) => await desk.Browser.CurrentAsync(ct) switch
    {
        { } current when desk.Browser.IsRecent(current.Session) => await work(current.Session, current.User),
        { } => AccountDesk.Confirm(Paths.ExternalLink),
        _ => new SeeOther(Paths.SignInTo(Paths.ExternalLink)),
    };

    private static SeeOther Refuse(string why, string returnUrl) =>
        new(QueryHelpers.AddQueryString(Paths.SignIn, new Dictionary<string, string?> { ["returnUrl"] = returnUrl, ["done"] = why }));
}
