using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>Looks after open circuits: when the session has ended, or its roles are others, the circuit is signed out within the half minute.</summary>
internal sealed class SessionRevalidation(ILoggerFactory logging, AppSessions sessions) : RevalidatingServerAuthenticationStateProvider(logging)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (SessionAuthentication.SessionIdOf(user) is not { } id)
        {
            return false;
        }

        try
        {
            var session = await sessions.FindAsync(id, cancellationToken);
            if (session is null || !session.Tokens.Roles.Order().SequenceEqual(user.FindAll(SignInClaims.Role).Select(c => c.Value).Order()))
            {
                return false;
            }

            await sessions.TouchAsync(session, cancellationToken); // an open page is a session in use
            return true;
        }
        catch (NpgsqlException away) when (away.IsTransient)
        {
            return true; // nothing is known; the next round asks again
        }
    }
}
