using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// Each use of a refresh token gives a new one and spends the old. A spent one that comes back is theft, and ends the grant;
/// only for a few seconds the token just spent gives its own successor again, for the client whose answer was lost.
/// </summary>
internal sealed class RefreshExchange(
    IdentityDb db, Grants grants, AccountLookup accounts, ActingBook actings, UserEvents events, SecondFactorDuty duty, CallLimits calls, IHttpContextAccessor accessor, TokenIssuer issuer, IOptions<TokenOptions> options, TimeProvider clock,
    SecurityLog security)
{
    public async Task<IResult> ExchangeAsync(Client client, Parameters form, CancellationToken ct)
    {
        if (form["refresh_token"] is not { } presented)
        {
            return OAuthResults.Error(OAuthErrors.InvalidRequest, "The refresh_token is missing.");
        }

        var (hash, now) = (Secrets.Hash(presented), clock.GetUtcNow());
        var token = await db.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, ct);
        var grant = token is null ? null : await grants.FindAliveAsync(token.GrantId, ct);
        if (token is null || grant is null || grant.ClientId != client.Id)
        {
            return Refused(); // another client's token is not spent
        }

        var scopes = form["scope"] is { } text ? Scopes.Parse(text) : grant.Scopes;
        if (scopes is null || !scopes.TrueForAll(grant.Scopes.Contains))
        {
            return OAuthResults.Error(OAuthErrors.InvalidScope, "A refresh cannot ask for more than was granted.");
        }

        if (await calls.CountAsync(accessor.HttpContext!, client, grant.UserId, ct) is { } tooOften)
        {
            return tooOften; // nothing is spent
        }

        var account = await accounts.FindActiveAsync(grant.UserId, ct);
        var acting = grant.ActingId is { } actingId ? await actings.HoldAsync(actingId, ct) : null;
        if (account is null || (grant.ActingId is not null && acting is null) || token.ExpiresAt <= now || await duty.IsOverdueAsync(account.User, grant.Method, ct))
        {
            return Refused();
        }

        if (await RotateAsync(token, grant, account.User, presented, now, ct) is not { } successor)
        {
            return Refused();
        }

        var access = await issuer.AccessTokenForUserAsync(client, account, scopes, grant, ct, acting?.ActorId);
        return Results.Json(new TokenResponse(access, "Bearer", (int)options.Value.AccessTokenLife.TotalSeconds, string.Join(' ', scopes))
        {
            RefreshToken = successor,
            IdToken = scopes.Contains(Scopes.OpenId) ? await issuer.IdTokenAsync(grant, null, ct, acting?.ActorId) : null,
        });
    }

    /// <returns>The successor, or null when the token was stolen.</returns>
    private async Task<string?> RotateAsync(RefreshToken token, Grant grant, User user, string presented, DateTimeOffset now, CancellationToken ct)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var successor = grants.AddRefreshToken(grant, now);
            var (sealedSuccessor, successorHash) = (Secrets.Seal(successor, presented), Secrets.Hash(successor));
            var won = await db.RefreshTokens.Where(t => t.Hash == token.Hash && t.UsedAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.UsedAt, now).SetProperty(t => t.SealedSuccessor, sealedSuccessor).SetProperty(t => t.SuccessorHash, successorHash), ct) == 1;
            if (won)
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return successor;
            }
        }

        db.ChangeTracker.Clear();
        var spent = await db.RefreshTokens.AsNoTracking().SingleAsync(t => t.Hash == token.Hash, ct);
        if (now - spent.UsedAt <= options.Value.RefreshLeeway
            && await db.RefreshTokens.AnyAsync(t => t.Hash == spent.SuccessorHash && t.UsedAt == null, ct))
        {
            return Secrets.Open(spent.SealedSuccessor!, presented);
        }

        await EndAsync(grant, user, ct);
        return null;
    }

    /// <summary>The person is told once: whoever comes later finds the grant ended. What support did in their place was not their sign-in.</summary>
    private async Task EndAsync(Grant grant, User user, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await grants.RevokeAsync(grant.Id, "refresh_reuse", ct))
        {
            return;
        }

        if (grant.ActingId is null)
        {
            await events.KeysChangedAsync(user, KeyChange.SignInCopied, ct);
        }

        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.RefreshTokenReused, user.Id, $"grant {grant.Id}");
    }

    private static IResult Refused() => OAuthResults.Error(OAuthErrors.InvalidGrant, "The refresh token is unknown, spent, expired or revoked.");
}
