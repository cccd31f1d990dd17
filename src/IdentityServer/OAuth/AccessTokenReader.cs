using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>Tells whether an access token of ours is alive: the signature and times, and the grant behind it.</summary>
internal sealed class AccessTokenReader(KeyRing keys, Grants grants, IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
{
    public async Task<VerifiedToken?> ReadAsync(string token, CancellationToken ct)
    {
        var expected = new TokenExpectation(TokenTypes.AccessToken, urls.Value.Identity, options.Value.Audience, clock.GetUtcNow());
        var verified = await JwsVerifier.VerifyAsync(token, expected, keys.FindAsync, ct);
        if (verified is null)
        {
            return null;
        }

        return GrantOf(verified) is not { } grant || await grants.FindAliveAsync(grant, ct) is not null ? verified : null;
    }

    /// <returns>Null for a client's own token, which has no grant.</returns>
    public static Guid? GrantOf(VerifiedToken token) => Guid.TryParse(token.Text(TokenIssuer.GrantClaim), out var id) ? id : null;
}
