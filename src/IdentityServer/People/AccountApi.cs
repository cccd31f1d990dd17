using System.Net.Http.Headers;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.People;

/// <summary>
/// The marketplace's API, as the account pages ask it for the person who is signed in here. The token is made in this process and goes
/// nowhere else; its grant hangs on the sign-in and ends with it.
/// </summary>
internal sealed class AccountApi(
    IdentityDb db, Grants grants, AccountLookup accounts, TokenIssuer issuer, IHttpMessageHandlerFactory handlers, IOptions<UrlOptions> urls, IOptions<TokenOptions> tokens, TimeProvider clock)
{
    public const string HttpClientName = "api";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly List<string> Scope = [Scopes.Marketplace];

    /// <summary>In the table, for the grants to point at; no one can sign in with it.</summary>
    private static readonly Client Account = new() { Id = "account", Name = "Your account", IsFirstParty = true };

    /// <returns>Null when the sign-in has ended meanwhile.</returns>
    public async Task<HttpClient?> AsAsync(Session session, CancellationToken ct)
    {
        if (await accounts.FindActiveAsync(session.UserId, ct) is not { } account || await GrantAsync(session, ct) is not { } grant)
        {
            return null;
        }

        var token = await issuer.AccessTokenForUserAsync(Account, account, Scope, grant, ct);
        return new(handlers.CreateHandler(HttpClientName), disposeHandler: false)
        {
            BaseAddress = new(urls.Value.Api + "/"),
            Timeout = Patience,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    private async Task<Grant?> GrantAsync(Session session, CancellationToken ct)
    {
        var (now, client) = (clock.GetUtcNow(), Account.Id);
        var ours = db.Grants.AsNoTracking().Where(g => g.SessionId == session.Id && g.ClientId == client && g.RevokedAt == null && g.ExpiresAt > now);
        if (await ours.OrderBy(g => g.Id).FirstOrDefaultAsync(ct) is { } known)
        {
            return known;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await grants.HoldSessionAsync(session.Id, ct))
        {
            return null;
        }

        var grant = new Grant
        {
            Id = Guid.CreateVersion7(now),
            ClientId = client,
            UserId = session.UserId,
            SessionId = session.Id,
            Scopes = Scope,
            AuthenticatedAt = session.AuthenticatedAt,
            Method = session.Method,
            CreatedAt = now,
            ExpiresAt = now + tokens.Value.GrantLife,
        };
        db.Grants.Add(grant);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return grant;
    }
}
