using System.Globalization;
using System.Security.Cryptography;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

internal static class AuthorizeEndpoint
{
    /// <summary>Our own parameter: since when a sign-in counts as the one that this request demanded. Protected against forgery.</summary>
    private const string SignedInSince = "signed_in_since";

    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Authorize, Get);
        routes.MapPost(Paths.Authorize, Post).DisableAntiforgery();
    }

    private static Task<IResult> Get(HttpContext http, Authorizer authorizer, CancellationToken ct) =>
        authorizer.AnswerAsync(Parameters.FromQuery(http.Request), ct);

    /// <summary>A form from another site arrives without our cookie. Going on with GET brings it (SameSite=Lax).</summary>
    private static async Task<IResult> Post(HttpContext http, CancellationToken ct)
    {
        if (!Parameters.IsForm(http.Request))
        {
            return ErrorPage.Result(http, StatusCodes.Status415UnsupportedMediaType, "This request was not sent as a form.");
        }

        if (await Parameters.FromFormAsync(http.Request, ct) is not { } parameters)
        {
            return ErrorPage.Result(http, StatusCodes.Status413PayloadTooLarge, "This request is too long.");
        }

        if (parameters.Repeated.Count > 0)
        {
            // Repeated stays repeated, so that the answer is the same as for GET.
            return new SeeOther(QueryHelpers.AddQueryString(Paths.Authorize,
                parameters.All.Concat(parameters.All.Where(p => parameters.Repeated.Contains(p.Key)))!));
        }

        return new SeeOther(QueryHelpers.AddQueryString(Paths.Authorize, parameters.All!));
    }

    internal sealed class Authorizer(
        IdentityDb db, BrowserSession browser, KeyRing keys, IHttpContextAccessor accessor, IDataProtectionProvider protection,
        IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
    {
        private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("authorize.signed-in-since").ToTimeLimitedDataProtector();

        private HttpContext Http => accessor.HttpContext!;

        public async Task<IResult> AnswerAsync(Parameters parameters, CancellationToken ct)
        {
            // Until client and address are known good, nothing goes back to where the request says it came from.
            if (parameters["client_id"] is not { Length: <= 100 } clientId || parameters.Repeated.Contains("client_id"))
            {
                return Stop("The application did not say which one it is.");
            }

            var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, ct);
            if (client is not { IsEnabled: true })
            {
                return Stop("We do not know the application that sent you here.");
            }

            if (parameters["redirect_uri"] is not { } redirectUri || parameters.Repeated.Contains("redirect_uri")
                || !RedirectUris.IsRegistered(client, redirectUri))
            {
                return Stop("The application asked us to send you to an address that it has not registered.");
            }

            var outcome = AuthorizeRequest.Read(parameters, client, redirectUri);
            return outcome.Request is { } request ? await AnswerAsync(request, parameters, ct) : Refuse(outcome.Refusal!);
        }

        private async Task<IResult> AnswerAsync(AuthorizeRequest request, Parameters parameters, CancellationToken ct)
        {
            if (!request.Client.IsFirstParty)
            {
                return Refuse(request, OAuthErrors.UnauthorizedClient, "The application has not been reviewed yet.");
            }

            var current = await browser.CurrentAsync(ct);
            if (request.IdTokenHint is { } hint && current is not null && !await IsOfAsync(hint, current.Value.User.Id, ct))
            {
                current = null;
            }

            var now = clock.GetUtcNow();
            var demandedAfter = DemandedAfter(request, parameters, now);
            if (current is { } signedIn && signedIn.Session.AuthenticatedAt >= demandedAfter)
            {
                return await GrantAsync(request, signedIn.Session, signedIn.User.Id, now, ct);
            }

            return request.Prompts.Contains("none")
                ? Refuse(request, OAuthErrors.LoginRequired, "Nobody is signed in, or not recently enough.")
                : SignInFirst(request, parameters, now);
        }

        /// <summary>The oldest sign-in that will do.</summary>
        private DateTimeOffset DemandedAfter(AuthorizeRequest request, Parameters parameters, DateTimeOffset now)
        {
            var since = ReadSince(parameters[SignedInSince]);
            if (request.Prompts.Contains("login") || request.Prompts.Contains("select_account") || request.MaxAge == TimeSpan.Zero)
            {
                return since ?? DateTimeOffset.MaxValue;
            }

            return request.MaxAge is { } age ? since ?? now - age : DateTimeOffset.MinValue;
        }

        private DateTimeOffset? ReadSince(string? text)
        {
            try
            {
                return text is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(_protector.Unprotect(text), CultureInfo.InvariantCulture));
            }
            catch (CryptographicException)
            {
                return null; // forged or too old: the demand stands
            }
        }

        private SeeOther SignInFirst(AuthorizeRequest request, Parameters parameters, DateTimeOffset now)
        {
            var since = _protector.Protect(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), TimeSpan.FromHours(1));
            var again = QueryHelpers.AddQueryString(Paths.Authorize,
                parameters.All.Where(p => p.Key != SignedInSince).Append(new(SignedInSince, since))!);
            var page = request.Prompts.Contains("create") ? Paths.Register : Paths.SignIn;
            return new SeeOther(QueryHelpers.AddQueryString(page, "returnUrl", again));
        }

        private async Task<IResult> GrantAsync(AuthorizeRequest request, Session session, Guid userId, DateTimeOffset now, CancellationToken ct)
        {
            var code = Secrets.New();
            db.Codes.Add(new AuthorizationCode
            {
                Hash = Secrets.Hash(code),
                GrantId = Guid.CreateVersion7(),
                ClientId = request.Client.Id,
                UserId = userId,
                SessionId = session.Id,
                RedirectUri = request.RedirectUri,
                Scopes = request.Scopes,
                CodeChallenge = request.CodeChallenge,
                Nonce = request.Nonce,
                AuthenticatedAt = session.AuthenticatedAt,
                ExpiresAt = now + options.Value.CodeLife,
            });
            await db.SaveChangesAsync(ct);
            return Send(request.RedirectUri, request.UsesFormPost, request.State, [new("code", code)]);
        }

        private async Task<bool> IsOfAsync(string idTokenHint, Guid userId, CancellationToken ct)
        {
            var expected = new TokenExpectation(TokenTypes.IdToken, urls.Value.Identity, null, clock.GetUtcNow(), IgnoreExpiry: true);
            var token = await JwsVerifier.VerifyAsync(idTokenHint, expected, keys.FindAsync, ct);
            return token?.Subject == userId.ToString();
        }

        private IResult Refuse(AuthorizeRequest request, string error, string why) =>
            Refuse(new AuthorizeRefusal(request.RedirectUri, request.UsesFormPost, request.State, error, why));

        private IResult Refuse(AuthorizeRefusal refusal) => Send(refusal.RedirectUri, refusal.UsesFormPost, refusal.State,
            [new("error", refusal.Error), new("error_description", refusal.Why)]);

        private IResult Send(string redirectUri, bool formPost, string? state, List<KeyValuePair<string, string?>> answer)
        {
            if (state is not null)
            {
                answer.Add(new("state", state));
            }

            answer.Add(new("iss", urls.Value.Identity));
            return formPost ? FormPostPage.Result(Http, redirectUri, answer) : new SeeOther(QueryHelpers.AddQueryString(redirectUri, answer));
        }

        private IResult Stop(string why) => ErrorPage.Result(Http, StatusCodes.Status400BadRequest, why);
    }
}
