using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.People;

/// <summary>
/// The colours of a page that must come without the marketplace: it is asked only on a device that does not know them yet, and not for long.
/// </summary>
internal sealed class FirstLook(AccountApi api, IOptions<UrlOptions> urls)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task TakeAsync(HttpContext http, Session session, CancellationToken ct)
    {
        if (ThemeCookie.IsKept(http))
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var client = await api.AsAsync(session, ct);
        if (client is not null)
        {
            await PersonTheme.MeetAsync(http, new(client), urls.Value.IsHttps, patience.Token);
        }
    }
}
