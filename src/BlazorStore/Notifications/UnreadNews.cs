using System.Globalization;
using System.Security.Claims;
using Marketplace.BlazorShared.SignIn;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Notifications;

/// <summary>The number at the bell. A page asks for it once in half a minute; with script, live messages keep it true in between.</summary>
internal static class UnreadNews
{
    private const string Cookie = "unread";
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    extension(HttpContext http)
    {
        /// <summary>As it was seconds ago. Null when it cannot be had: no reason not to show the page.</summary>
        public async Task<int?> UnreadForPageAsync(MeClient me, CancellationToken ct)
        {
            if (http.ReadCookie(Cookie)?.Split('.') is [var count, var whose] && whose == http.Whose && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var known))
            {
                return known;
            }

            try
            {
                return await http.UnreadAsync(me, ct);
            }
            catch (Exception away) when (away is ApiException or HttpRequestException || (away is OperationCanceledException && !ct.IsCancellationRequested))
            {
                return null;
            }
        }

        public async Task<int> UnreadAsync(MeClient me, CancellationToken ct)
        {
            var unread = (await me.GetAsync(ct)).UnreadNotifications;
            http.WriteCookie(Cookie, string.Create(CultureInfo.InvariantCulture, $"{unread}.{http.Whose}"), Life);
            return unread;
        }

        public void ForgetUnread() => http.DropCookie(Cookie);

        /// <summary>Another person may sign in at the same browser meanwhile.</summary>
        private string? Whose => http.User.FindFirstValue(SignInClaims.UserId);
    }
}
