using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Actings;

/// <summary>Where somebody of support who acts for a person chooses what to open, and stops.</summary>
internal static class ActingEndpoints
{
    public static void MapActing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Acting, Show);

        // A link, because it is followed from the pages of our apps; who is led here by somebody else has lost nothing.
        routes.MapGet(Paths.StopActing, Stop);
    }

    private static async Task<IResult> Show(HttpContext http, BrowserSession browser, ActingBook book, CancellationToken ct) =>
        await browser.CurrentAsync(ct) is not { } current ? new SeeOther(Paths.SignInTo(Paths.Acting))
        : await book.CurrentAsync(current.Session, ct) is { } acting ? Page.Result<ActingPage>(http, new ActingPage.Doing(acting.UserName, acting.EndsAt))
        : Page.Result<ActingPage>(http);

    private static async Task<IResult> Stop(BrowserSession browser, ActingBook book, IOptions<UrlOptions> urls, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is { } current && await book.CurrentAsync(current.Session, ct) is { } acting)
        {
            await book.StopAsync(current.Session, ct);
            return new SeeOther($"{urls.Value.Portal}/admin/users/{acting.UserId}");
        }

        return new SeeOther(Paths.Acting);
    }
}
