using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// RP-initiated logout. With a hint of this very session it happens at once; otherwise the person is asked, because any page can
/// send a browser here. The way back is only an address that the client has registered.
/// </summary>
internal static class EndSessionEndpoint
{
    public static void MapEndSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.EndSession, Get);
        routes.MapPost(Paths.EndSession, Post).DisableAntiforgery();
    }

    private static Task<IResult> Get(HttpContext http, Handler handler, CancellationToken ct) =>
        handler.AnswerAsync(http, Parameters.FromQuery(http.Request), ct);

    private static async Task<IResult> Post(HttpContext http, CancellationToken ct) =>
        await Parameters.FromFormAsync(http.Request, ct) is { Repeated.Count: 0 } form
            ? new SeeOther(QueryHelpers.AddQueryString(Paths.EndSession, form.All!)) // the session cookie comes with GET only
            : ErrorPage.Result(http, StatusCodes.Status400BadRequest, "This request was not sent as a form.");

    internal sealed class Handler(IdentityDb db, BrowserSession browser, KeyRing keys, IOptions<UrlOptions> urls, TimeProvider clock)
    {
        public async Task<IResult> AnswerAsync(HttpContext http, Parameters parameters, CancellationToken ct)
        {
            if (parameters.Repeated.Count > 0)
            {
                return ErrorPage.Result(http, StatusCodes.Status400BadRequest, "A parameter is repeated or unreadable.");
            }

            var hint = parameters["id_token_hint"] is { } text ? await ReadHintAsync(text, ct) : null;
            if (parameters["id_token_hint"] is not null && hint is null)
            {
                return ErrorPage.Result(http, StatusCodes.Status400BadRequest, "The application's sign-out request is not valid.");
            }

            var clientId = parameters["client_id"] ?? (hint?.Texts("aud") is [var first, ..] ? first : null);
            if (hint is not null && !hint.Texts("aud").Contains(clientId))
            {
                return ErrorPage.Result(http, StatusCodes.Status400BadRequest, "The application's sign-out request is not valid.");
            }

            if (parameters["post_logout_redirect_uri"] is { } wanted
                && (hint is null || !await db.Clients.AnyAsync(c => c.Id == clientId && c.IsEnabled && c.PostLogoutRedirectUris.Contains(wanted), ct)))
            {
                return hint is null
                    ? await AskAsync(ct)
                    : ErrorPage.Result(http, StatusCodes.Status400BadRequest, "The application asked us to send you to an address that it has not registered.");
            }

            var current = await browser.CurrentAsync(ct);
            if (current is { } signedIn && (hint is null || !await IsOfAsync(hint.Text("sid"), signedIn.Session, ct)))
            {
                return await AskAsync(ct);
            }

            await browser.EndCurrentAsync("signed_out", ct);
            return Back(parameters);
        }

        /// <summary>Of this session, or of one that it took the place of when the person signed in again.</summary>
        private async Task<bool> IsOfAsync(string? sid, Session session, CancellationToken ct) =>
            sid == session.Id || (sid is not null && await db.Sessions.AnyAsync(s => s.Id == sid && s.ReplacedBy == session.Id, ct));

        private static SeeOther Back(Parameters parameters)
        {
            if (parameters["post_logout_redirect_uri"] is not { } address)
            {
                return new SeeOther($"{Paths.SignOut}?done=1");
            }

            return new SeeOther(parameters["state"] is { } state ? QueryHelpers.AddQueryString(address, "state", state) : address);
        }

        private async Task<IResult> AskAsync(CancellationToken ct) =>
            new SeeOther(await browser.CurrentAsync(ct) is null ? $"{Paths.SignOut}?done=1" : Paths.SignOut);

        private async Task<VerifiedToken?> ReadHintAsync(string hint, CancellationToken ct)
        {
            var expected = new TokenExpectation(TokenTypes.IdToken, urls.Value.Identity, null, clock.GetUtcNow(), IgnoreExpiry: true);
            return await JwsVerifier.VerifyAsync(hint, expected, keys.FindAsync, ct);
        }
    }
}
