using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>How pages hear of changes: a script asks here for a ticket, and fetches the page again when something has changed.</summary>
internal static class Listening
{
    /// <summary>One ticket is good for so many topics.</summary>
    public const int MaxTopics = 30;

    /// <summary>
    /// A page of the public catalogue is drawn from what was true up to a second ago (<see cref="ReadyPages"/>, <see cref="FreshCache"/>);
    /// who hears of a change waits so many milliseconds before looking.
    /// </summary>
    public const int PublicSettle = 1_200;

    extension(HttpContext http)
    {
        /// <summary>Support in somebody's place looks, and does not listen.</summary>
        public bool MayListen => !http.User.HasClaim(c => c.Type == SignInClaims.Actor);

        /// <summary>The script fetches what the page shows by now.</summary>
        public bool IsCatchingUp => http.Request.Headers["X-Live"] == "watch";

        public async Task<IResult> GiveTicketAsync(MeClient me, LiveTicketRequest wanted, CancellationToken ct)
        {
            http.Response.Headers.CacheControl = "no-store";
            try
            {
                return Results.Ok(await me.LiveTicketAsync(wanted, ct));
            }
            catch (ApiException refused)
            {
                return Results.StatusCode((int)refused.Status);
            }
        }
    }
}
