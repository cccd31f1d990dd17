using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Legal;

/// <summary>The page that asks who has an account whether they agree to terms that have changed.</summary>
internal static class TermsEndpoints
{
    public static void MapTerms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Terms, Show);
        routes.MapPost(Paths.Terms, Agree).RequireOurForm();
    }

    /// <param name="returnUrl">An address of ours.</param>
    public static SeeOther Ask(string returnUrl) => new(QueryHelpers.AddQueryString(Paths.Terms, "returnUrl", returnUrl));

    private static async Task<IResult> Show(HttpContext http, IdentityDb db, BrowserSession browser, TermsBook terms, string? returnUrl, CancellationToken ct)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        return await browser.CurrentAsync(ct) is not { } current ? new SeeOther(Paths.SignInTo(QueryHelpers.AddQueryString(Paths.Terms, "returnUrl", local)))
            : await terms.OwedAsync(current.User.Id, ct) is { } owed ? await PageAsync(http, db, owed, local, null, ct)
            : new SeeOther(local);
    }

    private static async Task<IResult> Agree(HttpContext http, IdentityDb db, BrowserSession browser, TermsBook terms, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var local = LocalUrl.OrRoot(form["returnUrl"]);
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return new SeeOther(Paths.SignInTo(local));
        }

        if (await terms.OwedAsync(current.User.Id, ct) is not { } owed)
        {
            return new SeeOther(local);
        }

        if (await terms.ReadAsync(form[TermsBook.Field], TermsBook.Asked, ct) is not { Agreed: { } agreed })
        {
            return await PageAsync(http, db, owed, local, TermsBook.Changed, ct);
        }

        await terms.RecordAsync(current.User.Id, agreed, ct);
        return new SeeOther(local);
    }

    private static async Task<IResult> PageAsync(HttpContext http, IdentityDb db, OwedTerms owed, string returnUrl, string? refusal, CancellationToken ct)
    {
        await AccountEndpoints.LetFormReturnAsync(http, db, returnUrl, ct);
        var model = new TermsPage.Question(owed.Version, owed.Body, owed.PublishedAt, owed.Before, returnUrl, refusal, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return Page.Result<TermsPage>(http, model, refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
