using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Consents;

/// <summary>The answer to an application's request, and the page on which a person takes it back.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.Consent, Answer).RequireOurForm();
        routes.MapGet(Paths.Apps, Show);
        routes.MapPost(Paths.WithdrawApp, Withdraw).RequireOurForm();
    }

    private static async Task<IResult> Answer(HttpContext http, Authorizer authorizer, ConsentTickets tickets, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        return tickets.Open(form["ticket"].ToString()) is { } ticket
            ? await authorizer.DecideAsync(ticket, form["answer"] == "allow", ct)
            : ErrorPage.Result(http, StatusCodes.Status400BadRequest, "This page was open for too long, or was not ours. Open it again.");
    }

    private static async Task<IResult> Show([AsParameters] DeveloperDesk desk, ConsentBook consents, string? done, CancellationToken ct) =>
        await desk.Browser.CurrentAsync(ct) is { User: var user }
            ? Page.Result<ConnectedApps>(desk.Http, new ConnectedApps.Apps(
                await consents.ListAsync(user.Id, ct), desk.Clock.GetUtcNow(), done == "withdrawn", await desk.IsAdminAsync(user, ct)))
            : new SeeOther(Paths.SignInTo(Paths.Apps));

    private static async Task<IResult> Withdraw(HttpContext http, BrowserSession browser, ConsentBook consents, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return new SeeOther(Paths.SignInTo(Paths.Apps));
        }

        var form = await http.Request.ReadFormAsync(ct);
        return new SeeOther(await consents.WithdrawAsync(current.User.Id, form["app"].ToString(), ct) ? $"{Paths.Apps}?done=withdrawn" : Paths.Apps);
    }
}
