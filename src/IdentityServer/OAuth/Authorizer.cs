using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>Takes an authorization request from the first look at it to its answer.</summary>
internal sealed class Authorizer(
    IdentityDb db, BrowserSession browser, KeyRing keys, SignInDemand demand, AuthorizeAnswers answers,
    IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
{
    public async Task<IResult> AnswerAsync(Parameters parameters, CancellationToken ct)
    {
        var (request, refusal) = await ReadAsync(parameters, ct);
        return request is null ? refusal! : await AnswerAsync(request, parameters, ct);
    }

    private async Task<(AuthorizeRequest? Request, IResult? Refusal)> ReadAsync(Parameters parameters, CancellationToken ct)
    {
        // Until client and address are known good, nothing goes back to where the request says it came from.
        if (parameters["client_id"] is not { Length: <= 100 } clientId || parameters.Repeated.Contains("client_id"))
        {
            return (null, answers.Stop("The application did not say which one it is."));
        }

        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, ct);
        if (client is not { IsEnabled: true })
        {
            return (null, answers.Stop("We do not know the application that sent you here."));
        }

        if (parameters["redirect_uri"] is not { } redirectUri || parameters.Repeated.Contains("redirect_uri")
            || !RedirectUris.IsRegistered(client, redirectUri))
        {
            return (null, answers.Stop("The application asked us to send you to an address that it has not registered."));
        }

        var outcome = AuthorizeRequest.Read(parameters, client, redirectUri);
        return outcome.Refusal is { } refusal ? (null, answers.Refuse(refusal)) : (outcome.Request, null);
    }

    private async Task<IResult> AnswerAsync(AuthorizeRequest request, Parameters parameters, CancellationToken ct)
    {
        if (!request.Client.IsFirstParty)
        {
            return answers.Refuse(request, OAuthErrors.UnauthorizedClient, "The application has not been reviewed yet.");
        }

        var hinted = request.IdTokenHint is { } hint ? await ReadHintAsync(hint, request.Client, ct) : null;
        if (request.IdTokenHint is not null && hinted is null)
        {
            return answers.Refuse(request, OAuthErrors.InvalidRequest, "The id_token_hint is not one that this client got from us.");
        }

        var (current, since) = (await browser.CurrentAsync(ct), demand.ReadSince(parameters));
        var isRecent = current is { } signedIn && signedIn.Session.AuthenticatedAt >= demand.OldestAllowed(request, since);
        if (isRecent && (hinted is null || hinted == current!.Value.User.Id.ToString()))
        {
            return await GrantAsync(request, current!.Value.Session, current.Value.User.Id, ct);
        }

        if (request.Prompts.Contains("none"))
        {
            return answers.Refuse(request, OAuthErrors.LoginRequired, "Nobody is signed in, or not recently enough, or somebody else is.");
        }

        // Asked to sign in as the person of the hint, somebody else has signed in again: that is their answer.
        return isRecent && current!.Value.Session.AuthenticatedAt >= since
            ? answers.Refuse(request, OAuthErrors.LoginRequired, "Somebody else is signed in than the one who was expected.")
            : demand.SendToSignIn(request, parameters);
    }

    private async Task<IResult> GrantAsync(AuthorizeRequest request, Session session, Guid userId, CancellationToken ct)
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
            ExpiresAt = clock.GetUtcNow() + options.Value.CodeLife,
        });
        await db.SaveChangesAsync(ct);
        return answers.Code(request, code);
    }

    /// <returns>The subject; null when the hint is not an ID token of ours for this client. An expired one still says who it was.</returns>
    private async Task<string?> ReadHintAsync(string idTokenHint, Client client, CancellationToken ct)
    {
        var expected = new TokenExpectation(TokenTypes.IdToken, urls.Value.Identity, client.Id, clock.GetUtcNow(), IgnoreExpiry: true);
        return (await JwsVerifier.VerifyAsync(idTokenHint, expected, keys.FindAsync, ct))?.Subject;
    }
}
