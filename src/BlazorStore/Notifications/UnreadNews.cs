using System.Globalization;
using System.Security.Claims;
using Marketplace.BlazorShared.SignIn;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Notifications;

/// <summary>What the header says to who is signed in.</summary>
/// <param name="Photo">The address of the small picture.</param>
public sealed record PersonInHeader(int Unread, string Name, string? Photo);

/// <summary>The number at the bell, and the person beside it. A page asks for them once in half a minute; with script, live messages keep them true in between.</summary>
internal static class UnreadNews
{
    private const string Cookie = "unread";
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    extension(HttpContext http)
    {
        /// <summary>As it was seconds ago. Null when it cannot be had: no reason not to show the page.</summary>
        public async Task<PersonInHeader?> PersonForPageAsync(MeClient me, CancellationToken ct)
        {
            if (http.ReadCookie(Cookie)?.Split('.', 4) is [var count, var whose, var name, var photo] && whose == http.Whose
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var known))
            {
                return new(known, Uri.UnescapeDataString(name), photo.Length > 0 ? Uri.UnescapeDataString(photo) : null);
            }

            try
            {
                return await http.PersonAsync(me, ct);
            }
            catch (Exception away) when (away is ApiException or HttpRequestException || (away is OperationCanceledException && !ct.IsCancellationRequested))
            {
                return null;
            }
        }

        public async Task<PersonInHeader> PersonAsync(MeClient me, CancellationToken ct)
        {
            var person = await me.GetAsync(ct);
            var shown = new PersonInHeader(person.UnreadNotifications, person.Name, person.Photo?.Small);
            http.WriteCookie(Cookie, string.Create(CultureInfo.InvariantCulture, $"{shown.Unread}.{http.Whose}.{Escaped(shown.Name)}.{Escaped(shown.Photo ?? "")}"), Life);
            return shown;
        }

        public void ForgetUnread() => http.DropCookie(Cookie);

        /// <summary>Another person may sign in at the same browser meanwhile.</summary>
        private string? Whose => http.User.FindFirstValue(SignInClaims.UserId);
    }

    /// <summary>Without the dots between the parts.</summary>
    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace(".", "%2E", StringComparison.Ordinal);
}
