using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Consents;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>Takes an authorization request from the first look at it to its answer.</summary>
internal sealed class Authorizer(
    IdentityDb db, BrowserSession browser, KeyRing keys, SignInDemand demand, AuthorizeAnswers answers, ConsentBook consents, ConsentPage page, SecondFactorDuty duty,
    PushedRequests pushed, ActingBook actings, TermsBook terms,
    IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
{
    public async Task<IResult> AnswerAsync(Parameters parameters, CancellationToken ct)
    {
        var (request, refusal) = await ReadAsync(parameters, ct);
        return request is null ? refusal! : await AnswerAsync(request, parameters, ct);
    }

    /// <summary>After the person has answered on the consent page. Everything is looked at again: the client may have changed meanwhile.</summary>
    public async Task<IResult> DecideAsync(ConsentTicket ticket, bool isAllowed, CancellationToken ct)
    {
        var (request, refusal) = await ReadAsync(Parameters.FromQuery(ticket.Query), ct);
        if (request is null)
        {
            return refusal!;
        }

        if (await browser.CurrentAsync(ct) is not { } current || current.Session.Id != ticket.SessionId)
        {
            return new SeeOther(Paths.Authorize + ticket.Query); // somebody else sits there now, or nobody: ask again
        }

        if (!isAllowed)
        {
            return await SpendAsync(request, ct) ? answers.Refuse(request, OAuthErrors.AccessDenied, "The person said no.") : Answered();
        }

        if (await actings.CurrentAsync(current.Session, ct) is not null)
        {
            return new SeeOther(Paths.Authorize + ticket.Query); // it began meanwhile, and is answered there
        }

        return request.Client.IsFirstParty || await consents.GiveAsync(request.Client.Id, current.User.Id, request.Scopes, ct)
            ? await GrantAsync(request, current.Session, current.User.Id, ct)
            : NotOpenYet(request);
    }

    private async Task<(AuthorizeRequest? Request, IResult? Refusal)> ReadAsync(Parameters given, CancellationToken ct)
    {
        // Until client and address are known good, nothing goes back to where the request says it came from.
        if (given["client_id"] is not { Length: <= 100 } clientId || given.Repeated.Contains("client_id"))
        {
            return (null, answers.Stop("The application did not say which one it is."));
        }

        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, ct);
        if (client is not { IsEnabled: true })
        {
            return (null, answers.Stop("We do not know the application that sent you here."));
        }

        var reference = PushedRequests.IsReference(given["request_uri"]) && !given.Repeated.Contains("request_uri") ? given["request_uri"] : null;
        if ((reference is null ? given : await pushed.OpenAsync(reference, client.Id, ct)) is not { } parameters)
        {
            return (null, answers.Stop("The application's request was answered already, or is too old. Start again from there."));
        }

        if (parameters["redirect_uri"] is not { } redirectUri || parameters.Repeated.Contains("redirect_uri")
            || !RedirectUris.IsRegistered(client, redirectUri))
        {
            return (null, answers.Stop("The application asked us to send you to an address that it has not registered."));
        }

        var outcome = AuthorizeRequest.Read(parameters, client, redirectUri, options.Value.Audience);
        if (outcome.Refusal is { } refusal)
        {
            return (null, answers.Refuse(refusal));
        }

        return reference is null && client.RequiresPush
            ? (null, answers.Refuse(outcome.Request!, OAuthErrors.InvalidRequest, "This client has to send its requests beforehand."))
            : (outcome.Request! with { Reference = reference }, null);
    }

    private async Task<IResult> AnswerAsync(AuthorizeRequest request, Parameters parameters, CancellationToken ct)
    {
        var hinted = request.IdTokenHint is { } hint ? await ReadHintAsync(hint, request.Client, ct) : null;
        if (request.IdTokenHint is not null && hinted is null)
        {
            return answers.Refuse(request, OAuthErrors.InvalidRequest, "The id_token_hint is not one that this client got from us.");
        }

        var (current, since) = (await browser.CurrentAsync(ct), demand.ReadSince(parameters));
        var isRecent = current is { } signedIn && signedIn.Session.AuthenticatedAt >= demand.OldestAllowed(request, since);
        if (isRecent && (hinted is null || hinted == current!.Value.User.Id.ToString()))
        {
            return await AskOrGrantAsync(request, parameters, current!.Value.Session, current.Value.User, ct);
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

    /// <summary>Ours are never asked for. Of others, what was allowed once is remembered; more than that is asked for again.</summary>
    private async Task<IResult> AskOrGrantAsync(AuthorizeRequest request, Parameters parameters, Session session, User user, CancellationToken ct)
    {
        if (await duty.IsOverdueAsync(user, session.Method, ct))
        {
            return request.Prompts.Contains("none")
                ? answers.Refuse(request, OAuthErrors.InteractionRequired, "This account needs a second factor first.")
                : new SeeOther(QueryHelpers.AddQueryString(Paths.SecondFactor, "returnUrl", Paths.Authorize + parameters.ToQuery()));
        }

        if (await terms.OwedAsync(user.Id, ct) is not null)
        {
            return request.Prompts.Contains("none")
                ? answers.Refuse(request, OAuthErrors.InteractionRequired, "The terms of use have changed, and the person is asked about them first.")
                : TermsEndpoints.Ask(Paths.Authorize + parameters.ToQuery());
        }

        if (await actings.CurrentAsync(session, ct) is { } acting)
        {
            return request.Client.IsFirstParty
                ? await GrantAsync(request, session, acting.UserId, ct, acting.Id)
                : answers.Refuse(request, OAuthErrors.AccessDenied, "Somebody of support acts for a person in this browser, and lets no other application in.");
        }

        var allowed = request.Client.IsFirstParty ? request.Scopes : await consents.ScopesAsync(user.Id, request.Client.Id, ct);
        if (request.Scopes.TrueForAll(allowed.Contains) && (request.Client.IsFirstParty || !request.Prompts.Contains("consent")))
        {
            return await GrantAsync(request, session, user.Id, ct);
        }

        if (request.Prompts.Contains("none"))
        {
            return answers.Refuse(request, OAuthErrors.ConsentRequired, "The person has not allowed this yet.");
        }

        return await consents.HasRoomAsync(request.Client, user.Id, ct)
            ? await page.AskAsync(request, new ConsentTicket(parameters.ToQuery(), session.Id), user, allowed, ct)
            : NotOpenYet(request);
    }

    private IResult NotOpenYet(AuthorizeRequest request) =>
        answers.Refuse(request, OAuthErrors.UnauthorizedClient, "The application serves as many people as it may before it is reviewed.");

    private async Task<IResult> GrantAsync(AuthorizeRequest request, Session session, Guid userId, CancellationToken ct, Guid? actingId = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await SpendAsync(request, ct))
        {
            return Answered();
        }

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
            Method = session.Method,
            ActingId = actingId,
            ExpiresAt = clock.GetUtcNow() + options.Value.CodeLife,
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return answers.Code(request, code);
    }

    /// <returns>False when a request that was sent beforehand has had its answer meanwhile.</returns>
    private async Task<bool> SpendAsync(AuthorizeRequest request, CancellationToken ct) =>
        request.Reference is null || await pushed.SpendAsync(request.Reference, ct);

    private IResult Answered() => answers.Stop("The application's request was answered already. Start again from there.");

    /// <returns>The subject; null when the hint is not an ID token of ours for this client. An expired one still says who it was.</returns>
    private async Task<string?> ReadHintAsync(string idTokenHint, Client client, CancellationToken ct)
    {
        var expected = new TokenExpectation(TokenTypes.IdToken, urls.Value.Identity, client.Id, clock.GetUtcNow(), IgnoreExpiry: true);
        return (await JwsVerifier.VerifyAsync(idTokenHint, expected, keys.FindAsync, ct))?.Subject;
    }
}
