using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Consents;

/// <summary>Asks a person whether an application may do what it asks for.</summary>
internal sealed class ConsentPage(IHttpContextAccessor accessor, IdentityDb db, ConsentTickets tickets, IOptions<TokenOptions> options)
{
    /// <param name="allowed">What this person has allowed it before.</param>
    public async Task<IResult> AskAsync(AuthorizeRequest request, ConsentTicket ticket, User user, IReadOnlyList<string> allowed, CancellationToken ct)
    {
        var http = accessor.HttpContext!;
        var client = request.Client;
        var maker = await db.Users.Where(u => u.Id == client.OwnerId).Select(u => u.FullName).SingleOrDefaultAsync(ct);
        var isKept = request.Scopes.Contains(Scopes.OfflineAccess) && client.Grants.Contains(GrantTypes.RefreshToken);
        SecurityHeaders.AllowFormTo(http, request.RedirectUri);
        return Page.Result<Pages.Consent>(http, new Pages.Consent.Question(
            client.Name,
            client.LogoId,
            maker,
            new Uri(request.RedirectUri).Host,
            client.Review == ClientReview.Approved,
            user.Address,
            [.. request.Scopes.Where(s => s != Scopes.OfflineAccess).Select(s => new Pages.Consent.Wish(Scopes.Describe(s), allowed.Count > 0 && !allowed.Contains(s)))],
            isKept ? options.Value.GrantLife : options.Value.AccessTokenLife,
            isKept,
            tickets.Seal(ticket),
            Paths.SignInTo(Paths.Authorize + ticket.Query)));
    }
}
