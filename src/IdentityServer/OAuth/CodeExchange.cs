using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Consents;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// A code for tokens, once. The code is spent by one conditional update, so of any number of parallel tries one succeeds; each
/// later try means that the code has leaked, and takes the tokens of the first with it. Another client's try spends nothing;
/// a wrong verifier or address spends the code, because then somebody has it who did not ask for it.
/// </summary>
internal sealed class CodeExchange(
    IdentityDb db, Grants grants, ConsentBook consents, AccountLookup accounts, ActingBook actings, TokenIssuer issuer, IOptions<TokenOptions> options, TimeProvider clock,
    SecurityLog security)
{
    public async Task<IResult> ExchangeAsync(Client client, Parameters form, CancellationToken ct)
    {
        if (form["code"] is not { } presented)
        {
            return OAuthResults.Error(OAuthErrors.InvalidRequest, "The code is missing.");
        }

        var (hash, now) = (Secrets.Hash(presented), clock.GetUtcNow());
        var code = await db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash && c.ClientId == client.Id, ct);
        if (code is null)
        {
            return Refused();
        }

        var verified = form["code_verifier"] is { } verifier && Pkce.Matches(verifier, code.CodeChallenge) && form["redirect_uri"] == code.RedirectUri;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var won = await db.Codes.Where(c => c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), ct) == 1;
        if (!won)
        {
            await transaction.RollbackAsync(ct);
            if (await grants.RevokeAsync(code.GrantId, "code_reuse", ct))
            {
                security.Tell(SecurityEvent.CodeReused, about: $"grant {code.GrantId}");
            }

            return Refused();
        }

        var acting = code.ActingId is { } actingId ? await actings.HoldAsync(actingId, ct) : null;
        var account = verified && (code.ActingId is null || acting is not null) && code.ExpiresAt > now
            && await grants.HoldSessionAsync(code.SessionId, ct)
            && (client.IsFirstParty || await consents.HoldAsync(code.UserId, client.Id, code.Scopes, ct))
            ? await accounts.FindActiveAsync(code.UserId, ct)
            : null;
        if (account is null)
        {
            await transaction.CommitAsync(ct);
            return Refused();
        }

        var grant = new Grant
        {
            Id = code.GrantId,
            ClientId = client.Id,
            UserId = code.UserId,
            SessionId = code.SessionId,
            Scopes = code.Scopes,
            AuthenticatedAt = code.AuthenticatedAt,
            Method = code.Method,
            ActingId = code.ActingId,
            CreatedAt = now,
            ExpiresAt = acting?.EndsAt ?? now + options.Value.GrantLife,
        };
        db.Grants.Add(grant);
        var refresh = code.Scopes.Contains(Scopes.OfflineAccess) && client.Grants.Contains(GrantTypes.RefreshToken)
            ? grants.AddRefreshToken(grant, now)
            : null;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);

        var access = await issuer.AccessTokenForUserAsync(client, account, code.Scopes, grant, ct, acting?.ActorId);
        return Results.Json(new TokenResponse(access, "Bearer", (int)options.Value.AccessTokenLife.TotalSeconds, string.Join(' ', code.Scopes))
        {
            RefreshToken = refresh,
            IdToken = code.Scopes.Contains(Scopes.OpenId) ? await issuer.IdTokenAsync(grant, code.Nonce, ct, acting?.ActorId) : null,
        });
    }

    private static IResult Refused() =>
        OAuthResults.Error(OAuthErrors.InvalidGrant, "The code is unknown, spent, expired, or was not asked for like this.");
}
